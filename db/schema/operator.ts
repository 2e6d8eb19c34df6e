import { sql } from 'drizzle-orm'
import { check, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { flag, timestamp } from './columns.ts'

/** Who signs in. Row 0 is the system: it acts while nobody is signed in and cannot sign in itself. */
export const operatorTable = sqliteTable(
  'operator',
  {
    id: integer('id').primaryKey(),
    name: text('name').notNull(),
    role: text('role', { enum: ['system', 'manager', 'installer', 'support'] }).notNull(),
    passcodeHash: text('passcode_hash'),
    isActive: flag('is_active').notNull().default(true),
    createdAt: timestamp('created_at').notNull(),
    updatedAt: timestamp('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('operator_name_unique').on(sql`lower(${table.name})`),
    check('operator_role_check', sql`${table.role} in ('system','manager','installer','support')`),
  ],
)
