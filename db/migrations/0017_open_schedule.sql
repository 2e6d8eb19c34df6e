CREATE TABLE `lock_schedule` (
	`integration_device_id` integer PRIMARY KEY NOT NULL,
	`periods_json` text,
	`unlocks_by_itself` integer,
	`read_at` text,
	`unread_reason` text,
	FOREIGN KEY (`integration_device_id`) REFERENCES `integration_device`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `open_schedule` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`periods_json` text NOT NULL,
	`created_at` text NOT NULL
) STRICT;
--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_operation` (
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
	`schedule_json` text,
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
	CONSTRAINT "operation_kind_check" CHECK("__new_operation"."kind" in ('add','change','delete','schedule')),
	CONSTRAINT "operation_window_check" CHECK("__new_operation"."window_kind" in ('permanent','period')),
	CONSTRAINT "operation_settled_by_check" CHECK("__new_operation"."settled_by" in ('answer','read_back','recovery_read')),
	CONSTRAINT "operation_state_check" CHECK("__new_operation"."state" in ('intent','sent','confirmed','failed','unconfirmed','already_so'))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_operation`("id", "reconcile_job_id", "correlation_id", "enforce_plan_id", "line_id", "door_id", "integration_device_id", "kind", "credential_id", "vendor_pin_id", "code_name", "pin_sealed", "window_kind", "starts_at", "ends_at", "schedule_json", "state", "attempt", "reason", "counts_toward_limits", "error", "intent_at", "sent_at", "answered_at", "settled_at", "settled_by") SELECT "id", "reconcile_job_id", "correlation_id", "enforce_plan_id", "line_id", "door_id", "integration_device_id", "kind", "credential_id", "vendor_pin_id", "code_name", "pin_sealed", "window_kind", "starts_at", "ends_at", NULL, "state", "attempt", "reason", "counts_toward_limits", "error", "intent_at", "sent_at", "answered_at", "settled_at", "settled_by" FROM `operation`;--> statement-breakpoint
DROP TABLE `operation`;--> statement-breakpoint
ALTER TABLE `__new_operation` RENAME TO `operation`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `operation_open` ON `operation` (`integration_device_id`) WHERE state in ('intent','sent');--> statement-breakpoint
CREATE INDEX `operation_unsettled` ON `operation` (`id`) WHERE state in ('intent','sent');--> statement-breakpoint
CREATE INDEX `operation_job` ON `operation` (`reconcile_job_id`);--> statement-breakpoint
CREATE INDEX `operation_plan` ON `operation` (`enforce_plan_id`);--> statement-breakpoint
CREATE INDEX `operation_counted_delete` ON `operation` (`door_id`,`intent_at`) WHERE kind = 'delete' and counts_toward_limits = 1;--> statement-breakpoint
CREATE INDEX `operation_door` ON `operation` (`door_id`,`id`);--> statement-breakpoint
CREATE INDEX `operation_credential` ON `operation` (`credential_id`) WHERE credential_id is not null;