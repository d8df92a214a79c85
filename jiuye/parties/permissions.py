"""The permission list: every act, its name, article, posts, and the tables it may write.

This is the single source; at every start it is copied into tables only the keeper owns, where
`ledger.open_entry` and the guards read it. Generated pages and house tests hold it against the code.
"""

from dataclasses import dataclass, field

from jiuye.parties.posts import PUBLIC, STAFF


@dataclass(frozen=True)
class Act:
    """One deed of the regulation. `writes` names the governed tables it may insert into or update, `deletes` those
    of them whose rows pass and may go; `two_hands` names the act whose doer may not do this one on the same subject.
    Of a record in store the act changes the columns in `touches` and no other ("@handling": what the standard lets
    handling refresh); `ordered`: what it changes, an approved change order says; `reads`: its entry tells that somebody
    was shown what is on file about its subject, and whom the entry names beside it (`Entry.saw`)."""

    name: str
    label: str
    article: str
    posts: frozenset[str]
    writes: tuple[str, ...] = ()
    two_hands: str = ""
    deletes: tuple[str, ...] = field(default=())
    touches: tuple[str, ...] = ()
    ordered: bool = False
    reads: bool = False


def _act(
    name: str, label: str, article: str, posts: str, writes: str = "", two_hands: str = "", deletes: str = "", *,
    touches: str = "", ordered: bool = False, reads: bool = False,
) -> Act:  # fmt: skip
    named = {"any": STAFF, "anyone": STAFF | PUBLIC}.get(posts) or frozenset(posts.split())
    tables, gone, columns = (tuple(text.split()) for text in (writes, deletes, touches))
    return Act(name, label, article, named, tables, two_hands, gone, columns, ordered, reads)


PROCEEDING = "records_proceeding records_proceedingstep "
RECORDS = PROCEEDING + (
    "records_person records_employer records_employmentregistration records_unemploymentregistration "
    "records_employmentcertificate records_hardshipassistance records_training records_jobseeking "
    "records_vacancy records_subsidy records_personnelagencyfile records_earchive records_sharedfact "
    "records_acceptance"
)
BEHAVIOUR = "behaviour_event behaviour_derived"
# What every step renews beside its own status items.
RENEWED = "verdicts standard_version updated_at updated_by "
GRANTED = (
    "payment_status recognized_date valid_from first_reviewer_id first_review_date first_review_agency "
    "first_review_result first_review_reject_reason final_reviewer_id final_review_date final_review_agency "
    "final_review_result final_review_reject_reason "
)
LEFT = "exit_date exit_reason exit_method exit_handler_id "
CANCELLED = "cancel_date cancel_reason cancel_handler_id "
KEPT = "records_keeping records_earchive records_fourcheck"
STANDARD = (
    "standards_version standards_dataset standards_item standards_codelist standards_code standards_rule "
    "standards_parameter standards_flow"
)

# Whoever may open records may ask for some of them as a file. Art. 10(3).
EXPORTING = "clerk reviewer approver operator rechecker data_manager quality_contact"
ORDER = "maintenance_order maintenance_line maintenance_evidence"

ACTS = {
    a.name: a
    for a in [
        _act("parties.found", "建制", "4", "machine",
             "parties_agency parties_staff parties_account parties_appointment parties_instance"),
        _act("parties.sign_in", "登录", "17", "anyone"),
        _act("parties.sign_out", "退出", "17", "anyone"),
        _act("parties.send_code", "发送验证码", "6(3), 17", "machine", reads=True),
        _act("parties.open_account", "本人开户", "6(3), 10(1)", "machine", "parties_staff parties_appointment"),
        _act("parties.grant_mandate", "委托", "6(3), 10(2)", "person employer", "parties_mandate"),
        _act("parties.register_mandate", "登记委托", "6(3), 10(2)", "clerk", "parties_mandate", "clerk ≠ agent"),
        _act("parties.revoke_mandate", "撤销委托", "10(2)", "person employer clerk", "parties_mandate"),
        _act("collection.use_mandate", "受托办理", "6(3), 10(2)", "agent"),
        _act("collection.tell_grantor", "告知委托人", "10(2)", "machine", reads=True),
        _act("parties.enrol", "人员入职", "4, 9(1)", "district_admin",
             "parties_staff parties_account parties_appointment"),
        _act("parties.identify", "补登记证件", "9(1)", "district_admin data_manager", "parties_staff",
             "identify ≠ self"),
        _act("parties.register_phone", "登记手机号码", "6(1), 9(1)", "district_admin data_manager", "parties_staff"),
        _act("parties.grant", "授权", "9(1), 10(3)", "district_admin data_manager",
             "parties_appointment", "grant ≠ self"),
        _act("parties.revoke", "撤权", "9(1), 10(3)", "district_admin data_manager", "parties_appointment"),
        _act("parties.recertify", "复核授权", "9(1), 10(3)", "district_admin data_manager", "parties_appointment",
             "recertify ≠ self"),
        _act("parties.reinstate", "恢复末位管理人员", "9(1)", "machine", "parties_appointment"),
        _act("parties.hand_over", "移交在办", "4", "any", "parties_handover"),
        _act("parties.leave", "离岗", "4, 9(1)", "district_admin",
             "parties_staff parties_account parties_appointment"),
        _act("parties.register_terminal", "登记自助终端", "6(3), 17", "district_admin", "parties_terminal"),
        _act("parties.revoke_terminal", "停用自助终端", "6(3), 17", "district_admin", "parties_terminal"),
        _act("standards.load", "装载标准", "5", "machine", STANDARD),
        _act("standards.renew", "标准随程序更新", "5", "machine", "standards_draft " + STANDARD),
        _act("standards.request", "提出采集需求", "5", "district_admin quality_contact", "standards_request"),
        _act("standards.merge_requests", "合并需求", "5", "data_manager", "standards_request"),
        _act("standards.decline_request", "不采纳需求", "5", "data_manager", "standards_request", "≠ request"),
        _act("standards.draft", "拟订标准", "5", "data_manager", "standards_draft standards_request"),
        _act("standards.set_parameter", "参数拟定", "2(3), 9(1)", "district_admin data_manager",
             "standards_parametervalue"),
        _act("standards.activate_parameter", "参数生效", "2(3), 9(1)", "district_admin data_manager",
             "standards_parametervalue", "≠ set_parameter"),
        _act("standards.refuse_parameter", "参数不予生效", "2(3), 9(1)", "district_admin data_manager",
             "standards_parametervalue", "≠ set_parameter"),
        _act("standards.drop_draft", "放弃草案", "5", "data_manager", "standards_draft standards_request"),
        _act("standards.publish", "发布标准", "5", "data_manager",
             "standards_draft standards_request " + STANDARD, "≠ draft"),
        _act("collection.save_draft", "暂存", "6(1), 6(3)", "clerk person employer agent"),
        _act("collection.submit", "提交", "6(1), 6(3)", "clerk person employer agent",
             "collection_submission collection_question collection_doubt"),
        _act("collection.take_up", "取回更正", "7", "clerk person employer agent"),
        _act("collection.withdraw", "撤回", "6(1), 6(3)", "clerk person employer agent", "collection_submission"),
        _act("collection.check_receipt", "核验回执", "6(3)", "machine"),
        _act("collection.attach", "附材料", "2(4), 6(1), 6(3)", "clerk person employer agent", "collection_attachment"),
        _act("collection.detach", "撤材料", "2(4), 6(1), 6(3)", "clerk person employer agent", "collection_attachment"),
        _act("collection.view_material", "查看材料", "10(3)",
             "clerk reviewer archivist data_manager person employer agent", reads=True),
        _act("collection.import_batch", "批量导入", "6(1), 6(3)", "clerk employer", "collection_submission"),
        _act("collection.undo_batch", "撤销批次", "6(1)", "clerk", "collection_submission " + RECORDS,
             touches="retired"),
        _act("collection.accept", "审核通过", "7", "reviewer",
             "collection_submission collection_conflict records_keeping " + RECORDS, "≠ submit",
             touches="@handling"),
        _act("collection.flow", "取用已采数据", "6(2)", "clerk person employer agent", reads=True),
        _act("collection.settle_conflict", "裁定冲突", "6(2), 7", "reviewer data_manager",
             "collection_conflict " + RECORDS, "≠ submit", touches="@handling"),
        _act("collection.first_review", "初审", "6(4), 7", "reviewer", "collection_submission", "≠ submit, accept"),
        _act("collection.sample", "抽样", "7", "machine", "collection_submission collection_drawseed"),
        _act("collection.pass_undrawn", "未抽中通过", "7", "machine",
             "collection_submission collection_conflict records_keeping " + RECORDS, touches="@handling"),
        _act("collection.return_", "退回", "7", "reviewer", "collection_submission", "≠ submit"),
        _act("collection.order_inheritance", "下达存量接收令", "8", "data_manager",
             "collection_inheritanceorder"),
        _act("collection.inherit", "存量接收", "8", "data_manager",
             "collection_submission collection_inheritanceorder " + RECORDS, "≠ order_inheritance"),
        _act("collection.connect_department", "接入部门", "6(4), 17", "technician data_manager",
             "collection_departmentkey parties_staff parties_appointment"),
        _act("collection.ask_department", "部门核验", "6(4)", "clerk machine",
             "collection_asking collection_question collection_doubt records_sharedfact",
             touches="retired fact_end_date fingerprint origins", reads=True),
        _act("collection.answer_department", "对外答复", "6(4)", "department", "collection_answered", reads=True),
        _act("collection.settle_doubt", "处理疑点", "6(4), 7", "reviewer data_manager",
             "collection_doubt records_sharedfact", "≠ submit", touches="retired handled_by handled_at origins"),
        _act("collection.give_consent", "同意记录行为", "2(5)", "person", "collection_trackingconsent"),
        _act("collection.withdraw_consent", "反对记录行为", "2(5)", "person",
             "collection_trackingconsent " + BEHAVIOUR, deletes=BEHAVIOUR),
        _act("collection.track", "记录用户行为", "2(5)", "machine", "behaviour_event"),
        _act("collection.derive", "得出衍生数据", "2(5)", "machine", "behaviour_derived"),
        _act("collection.forget", "到期删除行为数据", "2(5), 20(3)", "machine", BEHAVIOUR, deletes=BEHAVIOUR),
        _act("records.open", "查看档案", "10(3)",
             "clerk reviewer approver operator rechecker data_manager quality_contact", reads=True),
        _act("records.unmask", "显示敏感项", "10(3)", "clerk reviewer", reads=True),
        _act("usage.look_up", "查找", "10(3)",
             "clerk reviewer approver operator rechecker data_manager quality_contact", reads=True),
        _act("usage.ask_batch", "申请批量查询", "10(3)", "clerk reviewer data_manager", "usage_batchlookup"),
        _act("usage.approve_batch", "批准批量查询", "10(3)", "usage_approver", "usage_batchlookup", "≠ ask_batch"),
        _act("usage.refuse_batch", "不予批量查询", "10(3)", "usage_approver", "usage_batchlookup", "≠ ask_batch"),
        _act("usage.look_up_batch", "批量查询", "10(3)", "clerk reviewer data_manager", "usage_batchlookup",
             "≠ approve_batch", reads=True),
        _act("usage.view_batch", "查看批量结果", "10(3)", "clerk reviewer data_manager", reads=True),
        _act("usage.raise_alert", "查询预警", "10(3), 20(4)", "machine", "usage_alert"),
        _act("usage.explain_alert", "查询情况说明", "10(3)", "supervisor", "usage_alert", "≠ 被预警的人"),
        _act("usage.pass_on_alert", "查询线索移交", "10(3), 20(4)", "supervisor", "usage_alert", "≠ 被预警的人"),
        _act("records.match", "跨区查重", "14(2)", "clerk reviewer machine", reads=True),
        _act("records.index_names", "补建姓名索引", "8, 10(3)", "machine", "records_person records_employer",
             touches="name_pinyin name_initials name_folded"),
        _act("records.state_lineage", "登记沿革", "2(1), 9(2)", "clerk reviewer", "records_lineage"),
        _act("records.confirm_lineage", "核实沿革", "2(1), 7, 9(2)", "reviewer data_manager",
             "records_lineage records_employer", "≠ state_lineage",
             touches=RENEWED + "employer_status cancelled_date origins"),
        _act("records.refuse_lineage", "不采信沿革", "7, 9(2)", "reviewer data_manager", "records_lineage",
             "≠ state_lineage"),
        _act("records.dispute_lineage", "提请撤销沿革", "7, 9(2)", "clerk reviewer", "records_lineage"),
        _act("records.annul_lineage", "撤销沿革", "7, 9(2)", "reviewer data_manager",
             "records_lineage records_employer", "≠ dispute_lineage",
             touches=RENEWED + "employer_status cancelled_date origins"),
        _act("records.uphold_lineage", "维持沿革", "7, 9(2)", "reviewer data_manager", "records_lineage",
             "≠ dispute_lineage"),
        _act("records.view_paper", "查看沿革依据", "9(2), 10(3)", "clerk reviewer data_manager", reads=True),
        _act("records.make_key", "生成密钥", "17", "machine", "records_datakey"),
        _act("records.waive", "申请放行", "6(1)", "reviewer data_manager", "records_waiver"),
        _act("records.approve_waiver", "批准放行", "6(1)", "data_manager", "records_waiver", "≠ waive"),
        _act("records.refuse_waiver", "不予放行", "6(1)", "data_manager", "records_waiver", "≠ waive"),
        _act("maintenance.apply", "申报", "9(3)", "clerk reviewer data_manager quality_contact", ORDER),
        _act("maintenance.approve", "审批", "9(3)", "approver", "maintenance_order", "≠ apply"),
        _act("maintenance.refuse", "不批", "9(3)", "approver", "maintenance_order", "≠ apply"),
        _act("maintenance.modify", "修改", "9(3)", "operator", "maintenance_order " + RECORDS,
             "关键项目四人：≠ apply, approve", ordered=True),
        _act("maintenance.merge", "合并", "9(3)", "operator", "maintenance_order " + RECORDS,
             "四人：≠ apply, approve", ordered=True),
        _act("maintenance.unmerge", "撤销合并", "9(3)", "operator", "maintenance_order " + RECORDS,
             "四人：≠ apply, approve", ordered=True),
        _act("maintenance.retire", "清理", "9(3), 20(3)", "operator", "maintenance_order " + RECORDS,
             "四人：≠ apply, approve", ordered=True),
        _act("maintenance.recheck", "复核", "9(3)", "rechecker", "maintenance_order", "≠ apply, approve, modify"),
        _act("maintenance.send_back", "退改", "9(3)", "operator rechecker", "maintenance_order"),
        _act("maintenance.propose_batch", "批量申请", "9(3)", "data_manager", ORDER),
        _act("maintenance.bind_province", "登记省级批复", "9(3)", "approver",
             "maintenance_order maintenance_evidence maintenance_approval", "≠ propose_batch"),
        _act("maintenance.execute_batch", "授权执行", "9(3)", "operator",
             "maintenance_order maintenance_report " + RECORDS, "四人：≠ propose_batch, bind_province", ordered=True),
        _act("maintenance.invert_batch", "反向执行", "9(3)", "operator", "maintenance_order " + RECORDS,
             "≠ propose_batch, bind_province, execute_batch, send_back", ordered=True),
        _act("maintenance.export_life", "导出档案经过", "6(1), 9(2), 10(3)", "clerk reviewer data_manager", reads=True),
        _act("maintenance.show_value", "显示变更值", "9(3), 10(3)", "approver operator rechecker", reads=True),
        _act("maintenance.view_evidence", "查看依据", "9(3), 10(3)",
             "clerk reviewer data_manager quality_contact approver operator rechecker", reads=True),
        _act("records.begin", "补立办理", "2(2), 8", "machine", "records_proceeding"),
        _act("records.first_review", "初审", "7", "reviewer", PROCEEDING + "records_hardshipassistance",
             "≠ submit", touches=RENEWED),
        _act("records.publicise", "公示", "7", "clerk reviewer",
             PROCEEDING + "records_hardshipassistance records_subsidy",
             touches=RENEWED + "notice_start_date notice_end_date"),
        _act("records.grant", "准予", "7", "approver", PROCEEDING + "records_hardshipassistance records_subsidy",
             "≠ submit, first_review, accept", touches=RENEWED + GRANTED),
        _act("records.deny", "不予", "7", "approver", PROCEEDING + "records_hardshipassistance records_subsidy",
             "≠ submit, first_review, accept", touches=RENEWED + GRANTED + LEFT + "review_result valid_flag"),
        _act("records.pay", "登记发放", "7", "reviewer", PROCEEDING + "records_subsidy", "≠ grant",
             touches=RENEWED + "payment_status paid_amount payment_month paid_date"),
        _act("records.reclaim", "追缴", "7, 20(1)", "approver", PROCEEDING + "records_subsidy",
             touches=RENEWED + "refund_flag"),
        _act("records.end", "注销退出", "6(2), 7", "reviewer",
             PROCEEDING + "records_unemploymentregistration records_hardshipassistance records_employmentregistration"
             " records_employmentcertificate", "≠ submit", touches=RENEWED + CANCELLED + LEFT
             + "certificate_status valid_flag end_date end_reason end_registered_date end_handler_id"),
        _act("records.complete", "登记结业", "6(2), 7", "reviewer", PROCEEDING + "records_training", "≠ submit",
             touches=RENEWED + "result attended_hours end_date certificate_no certificate_issue_date"
             " certificate_issuer"),
        _act("records.drop_out", "登记退学", "6(2)", "clerk reviewer", PROCEEDING + "records_training",
             touches=RENEWED + "valid_flag"),
        _act("records.fulfil", "登记成功", "6(2)", "clerk reviewer", PROCEEDING + "records_vacancy records_jobseeking",
             touches=RENEWED + "vacancy_status hired_count seeking_status success_date success_employer_id"),
        _act("records.cancel", "撤销", "6(2)", "clerk reviewer", PROCEEDING + "records_vacancy records_jobseeking",
             touches=RENEWED + "vacancy_status cancel_date seeking_status"),
        _act("records.expire", "过期", "6(2)", "machine", PROCEEDING + "records_vacancy records_jobseeking",
             touches=RENEWED + "vacancy_status seeking_status"),
        _act("records.lend", "借出档案", "6(2)", "clerk reviewer", PROCEEDING + "records_personnelagencyfile",
             touches=RENEWED + "file_status"),
        _act("records.take_back", "收回档案", "6(2)", "clerk reviewer", PROCEEDING + "records_personnelagencyfile",
             touches=RENEWED + "file_status"),
        _act("records.transfer_out", "转出档案", "6(1), 6(2)", "reviewer", PROCEEDING + "records_personnelagencyfile",
             "≠ submit", touches=RENEWED
             + "file_status out_date out_reason out_person out_unit_name transfer_letter_no"),
        _act("records.confirm_receipt", "登记回执", "6(2)", "clerk reviewer",
             PROCEEDING + "records_personnelagencyfile", touches=RENEWED + "receipt_date"),
        _act("records.issue", "发证", "6(2)", "clerk reviewer", PROCEEDING + "records_employmentcertificate",
             touches=RENEWED + "certificate_status issued_flag issue_date printed_flag"),
        _act("records.report_lost", "挂失", "6(2)", "clerk reviewer", PROCEEDING + "records_employmentcertificate",
             touches=RENEWED + "certificate_status"),
        _act("records.lift_loss", "解除挂失", "6(2)", "clerk reviewer", PROCEEDING + "records_employmentcertificate",
             touches=RENEWED + "certificate_status"),
        _act("records.replace", "换发", "6(2)", "clerk reviewer", PROCEEDING + "records_employmentcertificate",
             touches=RENEWED + "certificate_status valid_flag"),
        _act("records.reissue", "补发", "6(2)", "clerk reviewer", PROCEEDING + "records_employmentcertificate",
             touches=RENEWED + "certificate_status valid_flag"),
        _act("records.conclude", "随登记办结", "6(2)", "machine",
             PROCEEDING + "records_unemploymentregistration", touches=RENEWED + CANCELLED + "valid_flag"),
        _act("records.file", "归档", "2(4)", "archivist machine", KEPT, touches="archive_status"),
        _act("records.check_archive", "四性检测", "2(4), 20(3)", "archivist machine", KEPT, touches="archive_status"),
        _act("records.hold_archive", "暂停处置", "20(3)", "archivist data_manager", "records_hold"),
        _act("records.release_archive", "解除暂停", "20(3)", "archivist data_manager", "records_hold",
             "≠ hold_archive"),
        _act("records.propose_disposal", "提出销毁", "20(3)", "archivist", "records_disposal records_keeping"),
        _act("records.approve_disposal", "批准销毁", "20(3)", "archivist data_manager", "records_disposal",
             "≠ propose_disposal"),
        _act("records.refuse_disposal", "不予销毁", "20(3)", "archivist data_manager",
             "records_disposal records_keeping", "≠ propose_disposal"),
        _act("records.dispose_archive", "销毁", "2(4), 20(3)", "archivist",
             "records_disposal records_keeping records_earchive", touches="archive_status"),
        _act("records.sweep_store", "清点存储", "2(4), 20(3)", "machine", "records_keeping"),
        _act("usage.request_export", "申请导出", "10(3), 11", EXPORTING, "usage_export"),
        _act("usage.approve_export", "批准导出", "10(3), 11", "usage_approver", "usage_export", "≠ request_export"),
        _act("usage.refuse_export", "不予导出", "10(3), 11", "usage_approver", "usage_export", "≠ request_export"),
        _act("usage.show_own", "本人查询", "10(1)", "person employer", reads=True),
        _act("usage.keep_stub", "留查看记录存根", "10(1)", "person employer", "usage_paper"),
        _act("usage.print_extract", "打印档案", "10(1), 10(2)", "person employer", "usage_paper", reads=True),
        _act("usage.report_wrong", "异议", "10(1)", "person employer", "usage_objection"),
        _act("usage.answer_report", "答复异议", "10(1)", "reviewer", "usage_objection usage_notice", "≠ report_wrong"),
        _act("usage.tell_recipient", "告知部门", "10(1)", "reviewer", "usage_notice"),
        _act("usage.view_basis", "查看异议依据", "10(1), 10(3)", "reviewer", reads=True),
        _act("usage.check_paper", "核验存根或打印件", "10(1)", "machine", reads=True),
        _act("usage.produce_export", "生成导出", "10(3), 11", "machine", "usage_export usage_trace",
             reads=True),
        _act("usage.fetch_export", "领取导出", "10(3), 11", EXPORTING, "usage_export"),
        _act("usage.report_use", "报告使用", "11", EXPORTING, "usage_export"),
        _act("usage.destroy_export", "销毁导出", "11, 19", EXPORTING + " machine", "usage_export"),
        _act("usage.withdraw_export", "撤回导出", "10(3), 11", "usage_approver", "usage_export"),
        _act("usage.wipe_export", "清除导出文件", "11, 19", "machine", "usage_export"),
        _act("usage.trace_export", "追查外泄", "11, 20(4)", "supervisor"),
        _act("quality.freeze", "冻结", "14", "data_manager machine", "quality_snapshot"),
        _act("quality.inspect", "检查", "14", "data_manager machine",
             "quality_run quality_figure quality_finding"),
        _act("quality.sweep_snapshots", "清点快照", "14, 20(3)", "machine"),
        _act("quality.issue_report", "出具报告", "15", "data_manager", "quality_report quality_task"),
        _act("quality.answer_finding", "答复", "15", "quality_contact", "quality_task"),
        _act("jobs.cancel", "取消任务", "9(1)", "any"),
        _act("jobs.resume", "接着办任务", "9(1)", "any"),
        _act("collection.sweep", "清扫暂存", "6(1)", "machine"),
        _act("quality.verify", "复测", "15", "data_manager", "quality_task", "≠ answer_finding"),
        _act("quality.close", "销号", "15", "data_manager", "quality_task"),
        _act("usage.freeze_period", "冻结统计期", "11", "statistician machine", "usage_periodsnapshot"),
        _act("usage.run_report", "常规统计", "11", "statistician", "usage_statistic usage_statisticfigure"),
        _act("usage.file_report", "上报统计", "11", "statistician", "usage_statistic"),
        _act("usage.ask_ad_hoc", "申请临时统计", "11", "statistician", "usage_adhoc"),
        _act("usage.approve_ad_hoc", "审批临时统计", "11", "usage_approver", "usage_adhoc", "≠ ask_ad_hoc"),
        _act("usage.refuse_ad_hoc", "不批临时统计", "11", "usage_approver", "usage_adhoc", "≠ ask_ad_hoc"),
        _act("usage.run_ad_hoc", "执行临时统计", "11", "statistician", "usage_adhoc"),
        _act("usage.release_figure", "对外提供", "11", "statistician", "usage_release"),
        _act("usage.approve_release", "批准对外", "11", "usage_approver", "usage_release", "≠ release_figure"),
        _act("usage.refuse_release", "不予对外", "11", "usage_approver", "usage_release", "≠ release_figure"),
        _act("ledger.seal", "封存", "9(2)", "machine"),
        _act("ledger.reconcile", "对账", "8, 9(2)", "machine"),
        _act("accountability.account_for", "说明差异", "4(1), 9(2)", "supervisor"),
        _act("ledger.migrate", "结构变更", "9(2)", ""),
    ]
}  # fmt: skip


def posts_by_act() -> dict[str, frozenset[str]]:
    return {a.name: a.posts for a in ACTS.values()}


def tables_by_act() -> dict[str, dict[str, bool]]:
    return {a.name: {t: t in a.deletes for t in a.writes} for a in ACTS.values() if a.writes}


def columns_by_act() -> dict[str, tuple[str, ...]]:
    return {a.name: a.touches for a in ACTS.values() if a.touches}


def ordered_acts() -> list[str]:
    return [a.name for a in ACTS.values() if a.ordered]


def reading_acts() -> list[str]:
    return [a.name for a in ACTS.values() if a.reads]
