CREATE TABLE `debug_session` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`code` text NOT NULL,
	`note` text NOT NULL,
	`operator_id` integer NOT NULL,
	`started_at` text NOT NULL,
	`ends_at` text NOT NULL,
	`stopped_at` text
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `debug_session_code_unique` ON `debug_session` (`code`);--> statement-breakpoint
CREATE INDEX `debug_session_ends` ON `debug_session` (`ends_at`);--> statement-breakpoint
CREATE TABLE `trace_debug_session` (
	`debug_session_id` text NOT NULL,
	`correlation_id` text NOT NULL,
	PRIMARY KEY(`debug_session_id`, `correlation_id`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `trace_debug_session_trace` ON `trace_debug_session` (`correlation_id`);--> statement-breakpoint
ALTER TABLE `enforce_plan` ADD `debug_session_id` text;--> statement-breakpoint
ALTER TABLE `app_audit` ADD `debug_session_id` text;