CREATE TABLE `door_state` (
	`door_id` integer PRIMARY KEY NOT NULL,
	`reading_kind` text NOT NULL,
	`last_read_at` text,
	`unreadable_since` text,
	`unreadable_reason` text,
	`differences` integer DEFAULT 0 NOT NULL,
	`is_first_run_done` integer DEFAULT false NOT NULL,
	`paused_until` text,
	`paused_by_operator_id` integer,
	`pause_reason` text,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`door_id`) REFERENCES `door`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "door_state_reading_check" CHECK("door_state"."reading_kind" in ('never','known','unreadable'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `door` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`site_id` integer NOT NULL,
	`door_group_id` integer,
	`open_schedule_id` integer,
	`integration_customer_id` integer,
	`integration_device_id` integer NOT NULL,
	`device_type` text NOT NULL,
	`external_id` text NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`location` text,
	`status` text DEFAULT 'unknown' NOT NULL,
	`demo_state` text DEFAULT 'locked' NOT NULL,
	`demo_state_updated_at` text,
	`is_active` integer DEFAULT true NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`site_id`) REFERENCES `site`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`door_group_id`) REFERENCES `door_group`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`integration_customer_id`) REFERENCES `integration_customer`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`integration_device_id`) REFERENCES `integration_device`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `door_name_in_site_unique` ON `door` (`site_id`,lower("name")) WHERE is_active = 1;--> statement-breakpoint
CREATE UNIQUE INDEX `door_device_unique` ON `door` (`integration_device_id`) WHERE is_active = 1;--> statement-breakpoint
CREATE INDEX `door_by_site` ON `door` (`site_id`);--> statement-breakpoint
CREATE INDEX `door_by_group` ON `door` (`door_group_id`);--> statement-breakpoint
CREATE INDEX `door_by_account` ON `door` (`integration_customer_id`);--> statement-breakpoint
CREATE TABLE `enforce_plan_door` (
	`enforce_plan_id` integer NOT NULL,
	`door_id` integer NOT NULL,
	`state` text NOT NULL,
	`fingerprint` text,
	`plan_json` text NOT NULL,
	`inventory_sealed` text,
	`approved_lines_json` text,
	`results_json` text DEFAULT '{}' NOT NULL,
	PRIMARY KEY(`enforce_plan_id`, `door_id`),
	FOREIGN KEY (`enforce_plan_id`) REFERENCES `enforce_plan`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`door_id`) REFERENCES `door`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "enforce_plan_door_state_check" CHECK("enforce_plan_door"."state" in ('planned','unreadable','stale','done','skipped'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `enforce_plan_door_door` ON `enforce_plan_door` (`door_id`,`enforce_plan_id`);--> statement-breakpoint
CREATE TABLE `enforce_plan` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`correlation_id` text NOT NULL,
	`reconcile_job_id` integer,
	`status` text NOT NULL,
	`scope_json` text NOT NULL,
	`title` text NOT NULL,
	`mode` text NOT NULL,
	`grace_window_seconds` integer NOT NULL,
	`digest` text,
	`summary_json` text,
	`safeguards_json` text DEFAULT '[]' NOT NULL,
	`result_json` text,
	`approved_by_operator_id` integer,
	`approved_at` text,
	`approval_reason` text,
	`approval_expires_at` text,
	`decided_reason` text,
	`stop_requested_at` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`expires_at` text,
	CONSTRAINT "enforce_plan_status_check" CHECK("enforce_plan"."status" in ('reading','previewed','approved','applying','applied','partly_applied','stale','expired','rejected','superseded'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `enforce_plan_status` ON `enforce_plan` (`status`,`id`);--> statement-breakpoint
CREATE INDEX `enforce_plan_correlation` ON `enforce_plan` (`correlation_id`);--> statement-breakpoint
CREATE TABLE `device_gateway` (
	`integration_device_id` integer NOT NULL,
	`gateway_external_id` text NOT NULL,
	`rssi` integer,
	`seen_at` text NOT NULL,
	PRIMARY KEY(`integration_device_id`, `gateway_external_id`),
	FOREIGN KEY (`integration_device_id`) REFERENCES `integration_device`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `device_gateway_gateway` ON `device_gateway` (`gateway_external_id`);--> statement-breakpoint
CREATE TABLE `integration_customer` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`provider_type` text NOT NULL,
	`name` text NOT NULL,
	`region` text NOT NULL,
	`base_url` text NOT NULL,
	`client_id` text NOT NULL,
	`username` text NOT NULL,
	`client_secret_sealed` text NOT NULL,
	`password_md5_sealed` text NOT NULL,
	`token_sealed` text,
	`problem` text,
	`is_active` integer DEFAULT true NOT NULL,
	`last_synced_at` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	CONSTRAINT "integration_customer_region_check" CHECK("integration_customer"."region" in ('global','china','custom'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `integration_device` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`integration_customer_id` integer,
	`provider_type` text NOT NULL,
	`external_id` text NOT NULL,
	`name` text,
	`alias` text,
	`mac` text,
	`battery_percent` integer,
	`feature_value` text,
	`has_gateway` integer DEFAULT false NOT NULL,
	`timezone_raw_offset_ms` integer,
	`is_unverified` integer DEFAULT false NOT NULL,
	`missing_since` text,
	`last_synced_at` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`integration_customer_id`) REFERENCES `integration_customer`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `integration_device_external_unique` ON `integration_device` (`provider_type`,`external_id`);--> statement-breakpoint
CREATE TABLE `integration_gateway` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`integration_customer_id` integer NOT NULL,
	`external_id` text NOT NULL,
	`name` text NOT NULL,
	`is_online` integer NOT NULL,
	`last_synced_at` text NOT NULL,
	FOREIGN KEY (`integration_customer_id`) REFERENCES `integration_customer`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `integration_gateway_external_unique` ON `integration_gateway` (`integration_customer_id`,`external_id`);--> statement-breakpoint
CREATE TABLE `actual_code` (
	`integration_device_id` integer NOT NULL,
	`vendor_pin_id` text NOT NULL,
	`name` text,
	`pin_sealed` text NOT NULL,
	`pin_hash` text NOT NULL,
	`window_kind` text NOT NULL,
	`starts_at` text,
	`ends_at` text,
	`code_type` integer NOT NULL,
	`is_custom` integer NOT NULL,
	`status` text NOT NULL,
	`created_at` text,
	`sender_username` text,
	`listed_at` text NOT NULL,
	PRIMARY KEY(`integration_device_id`, `vendor_pin_id`),
	FOREIGN KEY (`integration_device_id`) REFERENCES `integration_device`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "actual_code_window_check" CHECK("actual_code"."window_kind" in ('permanent','period','other')),
	CONSTRAINT "actual_code_status_check" CHECK("actual_code"."status" in ('settled','under_way','not_on_lock','as_before','expired_or_invalid','unknown'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `code_mark` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`integration_device_id` integer NOT NULL,
	`vendor_pin_id` text NOT NULL,
	`pin_hash` text NOT NULL,
	`mark` text NOT NULL,
	`until` text,
	`reason` text NOT NULL,
	`operator_id` integer NOT NULL,
	`created_at` text NOT NULL,
	`removed_at` text,
	FOREIGN KEY (`integration_device_id`) REFERENCES `integration_device`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "code_mark_check" CHECK("code_mark"."mark" in ('never_delete','confirm_delete','tolerated'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `code_mark_device` ON `code_mark` (`integration_device_id`);--> statement-breakpoint
CREATE TABLE `provider_receipt` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`credential_id` integer NOT NULL,
	`door_id` integer NOT NULL,
	`integration_device_id` integer NOT NULL,
	`vendor_pin_id` text NOT NULL,
	`operation_id` integer,
	`evidence_grade` text NOT NULL,
	`evidence_at` text NOT NULL,
	`created_at` text NOT NULL,
	`voided_at` text,
	FOREIGN KEY (`credential_id`) REFERENCES `credential`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`door_id`) REFERENCES `door`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`integration_device_id`) REFERENCES `integration_device`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "provider_receipt_grade_check" CHECK("provider_receipt"."evidence_grade" in ('used_at_door','read_back','listed','sent_unconfirmed','computed','none'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `provider_receipt_live_code` ON `provider_receipt` (`integration_device_id`,`vendor_pin_id`) WHERE voided_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX `provider_receipt_live_credential` ON `provider_receipt` (`door_id`,`credential_id`) WHERE voided_at is null;--> statement-breakpoint
CREATE TABLE `sighting` (
	`integration_device_id` integer NOT NULL,
	`vendor_pin_id` text NOT NULL,
	`first_seen_at` text NOT NULL,
	`last_seen_at` text NOT NULL,
	`changed_at` text,
	`seen_as` text NOT NULL,
	`unreadable_ms` integer DEFAULT 0 NOT NULL,
	`own_change_at` text,
	PRIMARY KEY(`integration_device_id`, `vendor_pin_id`),
	FOREIGN KEY (`integration_device_id`) REFERENCES `integration_device`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `operator` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`passcode_hash` text,
	`is_active` integer DEFAULT true NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	CONSTRAINT "operator_role_check" CHECK("operator"."role" in ('system','manager','installer','support'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `operator_name_unique` ON `operator` (lower("name"));--> statement-breakpoint
CREATE TABLE `credential` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`pin_sealed` text NOT NULL,
	`pin_hash` text NOT NULL,
	`starts_at` text,
	`ends_at` text,
	`revoked_at` text,
	`revoked_by_operator_id` integer,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `credential_person` ON `credential` (`person_id`);--> statement-breakpoint
CREATE INDEX `credential_pin_hash` ON `credential` (`pin_hash`);--> statement-breakpoint
CREATE TABLE `grant` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`credential_id` integer NOT NULL,
	`door_id` integer,
	`door_group_id` integer,
	`starts_at` text,
	`ends_at` text,
	`revoked_at` text,
	`revoked_by_operator_id` integer,
	`created_at` text NOT NULL,
	FOREIGN KEY (`credential_id`) REFERENCES `credential`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`door_id`) REFERENCES `door`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`door_group_id`) REFERENCES `door_group`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "grant_target_check" CHECK(("grant"."door_id" is null) <> ("grant"."door_group_id" is null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `grant_credential` ON `grant` (`credential_id`);--> statement-breakpoint
CREATE INDEX `grant_door` ON `grant` (`door_id`);--> statement-breakpoint
CREATE INDEX `grant_group` ON `grant` (`door_group_id`);--> statement-breakpoint
CREATE TABLE `person` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`note` text,
	`blocked_at` text,
	`blocked_by_operator_id` integer,
	`removed_at` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `operation` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`reconcile_job_id` integer NOT NULL,
	`correlation_id` text NOT NULL,
	`enforce_plan_id` integer,
	`line_id` text NOT NULL,
	`door_id` integer NOT NULL,
	`integration_device_id` integer NOT NULL,
	`kind` text NOT NULL,
	`credential_id` integer,
	`vendor_pin_id` text,
	`code_name` text,
	`pin_sealed` text,
	`window_kind` text,
	`starts_at` text,
	`ends_at` text,
	`state` text NOT NULL,
	`attempt` integer NOT NULL,
	`reason` text,
	`counts_toward_limits` integer NOT NULL,
	`error` text,
	`intent_at` text NOT NULL,
	`sent_at` text,
	`answered_at` text,
	`settled_at` text,
	`settled_by` text,
	FOREIGN KEY (`reconcile_job_id`) REFERENCES `reconcile_job`(`reconcile_job_id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "operation_kind_check" CHECK("operation"."kind" in ('add','change','delete')),
	CONSTRAINT "operation_window_check" CHECK("operation"."window_kind" in ('permanent','period')),
	CONSTRAINT "operation_settled_by_check" CHECK("operation"."settled_by" in ('answer','read_back','recovery_read')),
	CONSTRAINT "operation_state_check" CHECK("operation"."state" in ('intent','sent','confirmed','failed','unconfirmed','already_so'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `operation_open` ON `operation` (`integration_device_id`) WHERE state in ('intent','sent');--> statement-breakpoint
CREATE INDEX `operation_unsettled` ON `operation` (`id`) WHERE state in ('intent','sent');--> statement-breakpoint
CREATE INDEX `operation_job` ON `operation` (`reconcile_job_id`);--> statement-breakpoint
CREATE INDEX `operation_plan` ON `operation` (`enforce_plan_id`);--> statement-breakpoint
CREATE INDEX `operation_counted_delete` ON `operation` (`door_id`,`intent_at`) WHERE kind = 'delete' and counts_toward_limits = 1;--> statement-breakpoint
CREATE INDEX `operation_door` ON `operation` (`door_id`,`id`);--> statement-breakpoint
CREATE TABLE `reconcile_job_correlation` (
	`reconcile_job_id` integer NOT NULL,
	`correlation_id` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`reconcile_job_id`, `correlation_id`),
	FOREIGN KEY (`reconcile_job_id`) REFERENCES `reconcile_job`(`reconcile_job_id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `reconcile_job_correlation_by_id` ON `reconcile_job_correlation` (`correlation_id`);--> statement-breakpoint
CREATE TABLE `reconcile_job` (
	`reconcile_job_id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`job_type` text NOT NULL,
	`status` text NOT NULL,
	`reason` text NOT NULL,
	`correlation_id` text NOT NULL,
	`debug_session_id` text,
	`user_id` integer NOT NULL,
	`target` text NOT NULL,
	`door_id` integer,
	`integration_customer_id` integer,
	`enforce_plan_id` integer,
	`priority` integer NOT NULL,
	`attempt_count` integer DEFAULT 0 NOT NULL,
	`next_run_at` text,
	`last_error` text,
	`wait_reason` text,
	`waiting_since` text,
	`held_by` text,
	`held_until` text,
	`lease_token` text,
	`lease_expires_at` text,
	`cancel_requested_at` text,
	`result_json` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`finished_at` text,
	CONSTRAINT "reconcile_job_status_check" CHECK("reconcile_job"."status" in ('queued','running','waiting_offline','awaiting_approval','done','failed','cancelled')),
	CONSTRAINT "reconcile_job_type_check" CHECK("reconcile_job"."job_type" in ('drift_enforce_lock_truth','drift_check','enforce_plan_apply','device_sync','record_sync','maintenance')),
	CONSTRAINT "reconcile_job_priority_check" CHECK("reconcile_job"."priority" in (0,1,2)),
	CONSTRAINT "reconcile_job_wait_check" CHECK("reconcile_job"."wait_reason" in ('no_network','provider_down','gateway_offline','lock_unreachable','no_gateway','not_signed_in','quota')),
	CONSTRAINT "reconcile_job_lease_check" CHECK(("reconcile_job"."status" = 'running') = ("reconcile_job"."lease_token" is not null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `reconcile_job_open_target` ON `reconcile_job` (`job_type`,`target`) WHERE status in ('queued','waiting_offline');--> statement-breakpoint
CREATE INDEX `reconcile_job_due` ON `reconcile_job` (`priority`,`next_run_at`,`reconcile_job_id`) WHERE status in ('queued','waiting_offline');--> statement-breakpoint
CREATE INDEX `reconcile_job_due_time` ON `reconcile_job` (`next_run_at`) WHERE status in ('queued','waiting_offline') and held_by is null;--> statement-breakpoint
CREATE INDEX `reconcile_job_held` ON `reconcile_job` (`held_until`) WHERE status in ('queued','waiting_offline') and held_by is not null;--> statement-breakpoint
CREATE INDEX `reconcile_job_running` ON `reconcile_job` (`lease_expires_at`) WHERE status = 'running';--> statement-breakpoint
CREATE INDEX `reconcile_job_open_door` ON `reconcile_job` (`door_id`) WHERE status in ('queued','running','waiting_offline','awaiting_approval');--> statement-breakpoint
CREATE INDEX `reconcile_job_awaiting` ON `reconcile_job` (`job_type`,`target`) WHERE status = 'awaiting_approval';--> statement-breakpoint
CREATE INDEX `reconcile_job_correlation_id` ON `reconcile_job` (`correlation_id`);--> statement-breakpoint
CREATE INDEX `reconcile_job_door` ON `reconcile_job` (`door_id`,`reconcile_job_id`);--> statement-breakpoint
CREATE INDEX `reconcile_job_status` ON `reconcile_job` (`status`,`reconcile_job_id`);--> statement-breakpoint
CREATE TABLE `setting` (
	`name` text PRIMARY KEY NOT NULL,
	`value_json` text NOT NULL,
	`updated_at` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `door_group` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`site_id` integer NOT NULL,
	`name` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`site_id`) REFERENCES `site`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `door_group_name_unique` ON `door_group` (`site_id`,lower("name"));--> statement-breakpoint
CREATE TABLE `site` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`timezone` text NOT NULL,
	`mode` text NOT NULL,
	`policy` text NOT NULL,
	`grace_window_seconds` integer NOT NULL,
	`lead_time_seconds` integer NOT NULL,
	`allow_first_run_unattended` integer DEFAULT false NOT NULL,
	`allow_empty_expected_unattended` integer DEFAULT false NOT NULL,
	`frozen_until` text,
	`frozen_by_operator_id` integer,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	CONSTRAINT "site_mode_check" CHECK("site"."mode" in ('observe','managed_only','strict','ultra_strict')),
	CONSTRAINT "site_policy_check" CHECK("site"."policy" in ('approve','auto')),
	CONSTRAINT "site_grace_check" CHECK("site"."grace_window_seconds" >= 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `site_name_unique` ON `site` (lower("name"));--> statement-breakpoint
CREATE TABLE `app_audit` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`time` text NOT NULL,
	`operator_id` integer NOT NULL,
	`entity` text NOT NULL,
	`entity_id` integer NOT NULL,
	`action` text NOT NULL,
	`before_json` text,
	`after_json` text,
	`correlation_id` text NOT NULL,
	`chain_hash` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `app_audit_correlation` ON `app_audit` (`correlation_id`);--> statement-breakpoint
CREATE INDEX `app_audit_entity` ON `app_audit` (`entity`,`id`);--> statement-breakpoint
CREATE INDEX `app_audit_time` ON `app_audit` (`time`);--> statement-breakpoint
CREATE TABLE `integration_log` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`created_at` text NOT NULL,
	`started_at` text NOT NULL,
	`duration_ms` integer NOT NULL,
	`action` text NOT NULL,
	`ok` integer NOT NULL,
	`provider_type` text NOT NULL,
	`lock_key` text NOT NULL,
	`door_id` integer,
	`door_name` text,
	`external_id` text,
	`reconcile_job_id` integer,
	`operation_id` integer,
	`correlation_id` text NOT NULL,
	`debug_session_id` text,
	`attempt` integer,
	`http_status` integer,
	`error_message` text,
	`request_json` text,
	`response_json` text,
	CONSTRAINT "integration_log_provider_check" CHECK("integration_log"."provider_type" in ('TTLOCK','ACCESS_BROKER'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `integration_log_correlation` ON `integration_log` (`correlation_id`,`id`);--> statement-breakpoint
CREATE INDEX `integration_log_door` ON `integration_log` (`door_id`,`id`);--> statement-breakpoint
CREATE INDEX `integration_log_failed` ON `integration_log` (`id`) WHERE ok = 0;--> statement-breakpoint
CREATE TABLE `trace_door` (
	`door_id` integer NOT NULL,
	`correlation_id` text NOT NULL,
	PRIMARY KEY(`door_id`, `correlation_id`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `trace` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`correlation_id` text NOT NULL,
	`started_at` text NOT NULL,
	`ended_at` text NOT NULL,
	`door_name` text,
	`log_count` integer NOT NULL,
	`error_count` integer NOT NULL,
	`search_text` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `trace_correlation_unique` ON `trace` (`correlation_id`);--> statement-breakpoint
CREATE INDEX `trace_started` ON `trace` (`started_at`,`correlation_id`);--> statement-breakpoint
CREATE INDEX `trace_failed` ON `trace` (`started_at`,`correlation_id`) WHERE error_count > 0;