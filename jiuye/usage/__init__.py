"""查询与使用: governed look-up, a person's own data, exports, statistics, the authority desk. Art. 10-12."""
