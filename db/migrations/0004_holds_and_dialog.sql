ALTER TABLE `enforce_plan` ADD `confirmed_by_operator_id` integer;--> statement-breakpoint
ALTER TABLE `enforce_plan` ADD `confirmed_at` text;--> statement-breakpoint
ALTER TABLE `enforce_plan` ADD `allowances_json` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `enforce_plan` ADD `apply_dialog_json` text;--> statement-breakpoint
ALTER TABLE `enforce_plan` ADD `stop_requested_by_operator_id` integer;--> statement-breakpoint
ALTER TABLE `reconcile_job` ADD `ignores_hours` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `site` ADD `safeguard_limits_json` text;--> statement-breakpoint
ALTER TABLE `site` ADD `enforcement_hours_json` text;--> statement-breakpoint
ALTER TABLE `site` ADD `needs_second_operator` integer DEFAULT false NOT NULL;