CREATE TABLE `credential_pause` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`door_id` integer NOT NULL,
	`credential_id` integer NOT NULL,
	`reason` text NOT NULL,
	`operator_id` integer NOT NULL,
	`undo_plan_id` integer,
	`created_at` text NOT NULL,
	`ended_at` text,
	FOREIGN KEY (`door_id`) REFERENCES `door`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`credential_id`) REFERENCES `credential`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `credential_pause_live` ON `credential_pause` (`door_id`,`credential_id`) WHERE ended_at is null;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_code_mark` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`integration_device_id` integer NOT NULL,
	`vendor_pin_id` text,
	`pin_hash` text NOT NULL,
	`mark` text NOT NULL,
	`until` text,
	`reason` text NOT NULL,
	`operator_id` integer NOT NULL,
	`undo_plan_id` integer,
	`created_at` text NOT NULL,
	`removed_at` text,
	FOREIGN KEY (`integration_device_id`) REFERENCES `integration_device`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "code_mark_check" CHECK("__new_code_mark"."mark" in ('never_delete','confirm_delete','tolerated','remove'))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_code_mark`("id", "integration_device_id", "vendor_pin_id", "pin_hash", "mark", "until", "reason", "operator_id", "undo_plan_id", "created_at", "removed_at") SELECT "id", "integration_device_id", "vendor_pin_id", "pin_hash", "mark", "until", "reason", "operator_id", NULL, "created_at", "removed_at" FROM `code_mark`;--> statement-breakpoint
DROP TABLE `code_mark`;--> statement-breakpoint
ALTER TABLE `__new_code_mark` RENAME TO `code_mark`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `code_mark_device` ON `code_mark` (`integration_device_id`);--> statement-breakpoint
ALTER TABLE `enforce_plan` ADD `undo_of_plan_id` integer;--> statement-breakpoint
CREATE INDEX `enforce_plan_undo` ON `enforce_plan` (`undo_of_plan_id`) WHERE undo_of_plan_id is not null;