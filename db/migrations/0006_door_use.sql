CREATE TABLE `door_alarm` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`door_id` integer NOT NULL,
	`kind` text NOT NULL,
	`pin_hash` text NOT NULL,
	`vendor_pin_id` text,
	`first_at` text NOT NULL,
	`last_at` text NOT NULL,
	`uses` integer NOT NULL,
	`correlation_id` text NOT NULL,
	`raised_at` text NOT NULL,
	`dismissed_at` text,
	`dismissed_by_operator_id` integer,
	`dismiss_reason` text,
	FOREIGN KEY (`door_id`) REFERENCES `door`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "door_alarm_kind_check" CHECK("door_alarm"."kind" in ('unknown_code_opened','valid_code_refused'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `door_alarm_open` ON `door_alarm` (`door_id`,`kind`,`pin_hash`) WHERE dismissed_at is null;--> statement-breakpoint
CREATE TABLE `listed_pin` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`integration_device_id` integer NOT NULL,
	`vendor_pin_id` text NOT NULL,
	`pin_hash` text NOT NULL,
	`first_listed_at` text NOT NULL,
	`gone_at` text,
	FOREIGN KEY (`integration_device_id`) REFERENCES `integration_device`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `listed_pin_now` ON `listed_pin` (`integration_device_id`,`vendor_pin_id`,`pin_hash`) WHERE gone_at is null;--> statement-breakpoint
CREATE INDEX `listed_pin_hash` ON `listed_pin` (`integration_device_id`,`pin_hash`);--> statement-breakpoint
CREATE TABLE `lock_watch` (
	`integration_device_id` integer PRIMARY KEY NOT NULL,
	`first_read_at` text,
	`last_read_at` text,
	`records_read_to` text,
	FOREIGN KEY (`integration_device_id`) REFERENCES `integration_device`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `unlock_record` (
	`integration_device_id` integer NOT NULL,
	`record_id` text NOT NULL,
	`record_type` integer NOT NULL,
	`record_type_from_lock` integer,
	`is_success` integer NOT NULL,
	`pin_sealed` text,
	`pin_hash` text,
	`used_at` text NOT NULL,
	`received_at` text,
	`verdict` text NOT NULL,
	`vendor_pin_id` text,
	`stored_at` text NOT NULL,
	PRIMARY KEY(`integration_device_id`, `record_id`),
	FOREIGN KEY (`integration_device_id`) REFERENCES `integration_device`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "unlock_record_verdict_check" CHECK("unlock_record"."verdict" in ('other','used','pending','not_covered','ghost','valid_refused','refused'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `unlock_record_pending` ON `unlock_record` (`integration_device_id`) WHERE verdict = 'pending';--> statement-breakpoint
CREATE INDEX `unlock_record_used` ON `unlock_record` (`integration_device_id`,`vendor_pin_id`,`used_at`) WHERE verdict = 'used';--> statement-breakpoint
CREATE INDEX `unlock_record_stored` ON `unlock_record` (`stored_at`);