ALTER TABLE `lock_watch` ADD `clock_offset_ms` integer;--> statement-breakpoint
ALTER TABLE `lock_watch` ADD `clock_seen_at` text;--> statement-breakpoint
ALTER TABLE `integration_gateway` ADD `offline_since` text;