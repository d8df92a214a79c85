"""查询与使用: governed look-up, a person's own data, exports, statistics. Art. 10-11."""
