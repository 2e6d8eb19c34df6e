import { sql } from 'drizzle-orm'
import { check, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { flag, timestamp } from './columns.ts'

/** A site and how its doors are enforced. */
export const siteTable = sqliteTable(
  'site',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    name: text('name').notNull(),
    timezone: text('timezone').notNull(),
    mode: text('mode', { enum: ['observe', 'managed_only', 'strict', 'ultra_strict'] }).notNull(),
    policy: text('policy', { enum: ['approve', 'auto'] }).notNull(),
    graceWindowSeconds: integer('grace_window_seconds').notNull(),
    leadTimeSeconds: integer('lead_time_seconds').notNull(),
    allowFirstRunUnattended: flag('allow_first_run_unattended').notNull().default(false),
    allowEmptyExpectedUnattended: flag('allow_empty_expected_unattended').notNull().default(false),
    /** The safeguards' limits; null for the usual ones. */
    safeguardLimitsJson: text('safeguard_limits_json'),
    /** When things may be sent, on the site's clock: `[{ days, fromMinute, toMinute }]`; null for always. */
    enforcementHoursJson: text('enforcement_hours_json'),
    /** A plan in `ultra_strict` is applied only after a second manager confirmed it. */
    needsSecondOperator: flag('needs_second_operator').notNull().default(false),
    frozenUntil: timestamp('frozen_until'),
    frozenByOperatorId: integer('frozen_by_operator_id'),
    createdAt: timestamp('created_at').notNull(),
    updatedAt: timestamp('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('site_name_unique').on(sql`lower(${table.name})`),
    check('site_mode_check', sql`${table.mode} in ('observe','managed_only','strict','ultra_strict')`),
    check('site_policy_check', sql`${table.policy} in ('approve','auto')`),
    check('site_grace_check', sql`${table.graceWindowSeconds} >= 0`),
  ],
)

export const doorGroupTable = sqliteTable(
  'door_group',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    siteId: integer('site_id')
      .notNull()
      .references(() => siteTable.id),
    name: text('name').notNull(),
    createdAt: timestamp('created_at').notNull(),
  },
  (table) => [uniqueIndex('door_group_name_unique').on(table.siteId, sql`lower(${table.name})`)],
)
