CREATE TABLE `trace_audit` (
	`trace_id` integer NOT NULL,
	`app_audit_id` integer NOT NULL,
	PRIMARY KEY(`trace_id`, `app_audit_id`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `trace_audit`("trace_id", "app_audit_id") SELECT trace.id, app_audit.id FROM app_audit JOIN trace ON trace.correlation_id = app_audit.correlation_id ORDER BY trace.id, app_audit.id;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_reconcile_job` (
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
	`ignores_hours` integer DEFAULT false NOT NULL,
	`lease_token` text,
	`lease_expires_at` text,
	`cancel_requested_at` text,
	`result_json` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`finished_at` text,
	CONSTRAINT "reconcile_job_status_check" CHECK("__new_reconcile_job"."status" = 'queued' or "__new_reconcile_job"."status" = 'running' or "__new_reconcile_job"."status" = 'waiting_offline' or "__new_reconcile_job"."status" = 'awaiting_approval' or "__new_reconcile_job"."status" = 'done' or "__new_reconcile_job"."status" = 'failed' or "__new_reconcile_job"."status" = 'cancelled'),
	CONSTRAINT "reconcile_job_type_check" CHECK("__new_reconcile_job"."job_type" = 'drift_enforce_lock_truth' or "__new_reconcile_job"."job_type" = 'drift_check' or "__new_reconcile_job"."job_type" = 'enforce_plan_apply' or "__new_reconcile_job"."job_type" = 'device_sync' or "__new_reconcile_job"."job_type" = 'record_sync' or "__new_reconcile_job"."job_type" = 'maintenance'),
	CONSTRAINT "reconcile_job_priority_check" CHECK("__new_reconcile_job"."priority" between 0 and 2),
	CONSTRAINT "reconcile_job_wait_check" CHECK("__new_reconcile_job"."wait_reason" = 'no_network' or "__new_reconcile_job"."wait_reason" = 'provider_down' or "__new_reconcile_job"."wait_reason" = 'gateway_offline' or "__new_reconcile_job"."wait_reason" = 'lock_unreachable' or "__new_reconcile_job"."wait_reason" = 'no_gateway' or "__new_reconcile_job"."wait_reason" = 'not_signed_in' or "__new_reconcile_job"."wait_reason" = 'quota'),
	CONSTRAINT "reconcile_job_end_check" CHECK(("__new_reconcile_job"."status" = 'done' or "__new_reconcile_job"."status" = 'failed' or "__new_reconcile_job"."status" = 'cancelled') = ("__new_reconcile_job"."finished_at" is not null)),
	CONSTRAINT "reconcile_job_lease_check" CHECK(("__new_reconcile_job"."status" = 'running') = ("__new_reconcile_job"."lease_token" is not null))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_reconcile_job`("reconcile_job_id", "job_type", "status", "reason", "correlation_id", "debug_session_id", "user_id", "target", "door_id", "integration_customer_id", "enforce_plan_id", "priority", "attempt_count", "next_run_at", "last_error", "wait_reason", "waiting_since", "held_by", "held_until", "ignores_hours", "lease_token", "lease_expires_at", "cancel_requested_at", "result_json", "created_at", "updated_at", "finished_at") SELECT "reconcile_job_id", "job_type", "status", "reason", "correlation_id", "debug_session_id", "user_id", "target", "door_id", "integration_customer_id", "enforce_plan_id", "priority", "attempt_count", "next_run_at", "last_error", "wait_reason", "waiting_since", "held_by", "held_until", "ignores_hours", "lease_token", "lease_expires_at", "cancel_requested_at", "result_json", "created_at", "updated_at", CASE WHEN "status" IN ('done','failed','cancelled') THEN coalesce("finished_at", "updated_at") END FROM `reconcile_job`;--> statement-breakpoint
DROP TABLE `reconcile_job`;--> statement-breakpoint
ALTER TABLE `__new_reconcile_job` RENAME TO `reconcile_job`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `reconcile_job_open_target` ON `reconcile_job` (`job_type`,`target`) WHERE status in ('queued','waiting_offline');--> statement-breakpoint
CREATE INDEX `reconcile_job_due` ON `reconcile_job` (`priority`,`next_run_at`) WHERE status in ('queued','waiting_offline');--> statement-breakpoint
CREATE INDEX `reconcile_job_due_time` ON `reconcile_job` (`next_run_at`) WHERE status in ('queued','waiting_offline') and held_by is null;--> statement-breakpoint
CREATE INDEX `reconcile_job_held` ON `reconcile_job` (`held_until`) WHERE status in ('queued','waiting_offline') and held_by is not null;--> statement-breakpoint
CREATE INDEX `reconcile_job_open_door` ON `reconcile_job` (`door_id`) WHERE finished_at is null;--> statement-breakpoint
CREATE INDEX `reconcile_job_awaiting` ON `reconcile_job` (`job_type`,`target`) WHERE status = 'awaiting_approval';--> statement-breakpoint
CREATE INDEX `reconcile_job_door` ON `reconcile_job` (`door_id`);--> statement-breakpoint
CREATE INDEX `reconcile_job_status` ON `reconcile_job` (`status`);--> statement-breakpoint
DROP INDEX `app_audit_correlation`;--> statement-breakpoint
DROP INDEX `app_audit_time`;--> statement-breakpoint
DROP INDEX `app_audit_entity`;--> statement-breakpoint
CREATE INDEX `app_audit_entity` ON `app_audit` (`entity`);