import type Database from 'better-sqlite3'
import { Column, type GetColumnData, getTableColumns, is, Param, Placeholder, type SQL } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'

/** A query as drizzle's builders leave it, before `prepare`. */
interface BuiltQuery {
  toSQL(): { readonly sql: string; readonly params: readonly unknown[] }
}

type Values = Readonly<Record<string, unknown>>
type Fill = (values: Values) => unknown[]

/**
 * For what runs with each job and each call: a query that drizzle built, on the driver itself. drizzle's own prepared
 * ones look at each placeholder and map each field anew at every call.
 */
export function directRun(
  sqlite: Database.Database,
  query: BuiltQuery,
): (values: Values) => Database.RunResult {
  const { sql, params } = query.toSQL()
  const statement = sqlite.prepare(sql)
  const fill = prepareFill(params)
  return (values) => statement.run(...fill(values))
}

/** The same for a query that selects all columns of `table`. */
export function directRows<Table extends SQLiteTable>(
  sqlite: Database.Database,
  query: BuiltQuery,
  table: Table,
): (values: Values) => readonly Table['$inferSelect'][] {
  return directSelect(sqlite, query, getTableColumns(table))
}

/** Columns of tables, and what SQL makes of them, by the name of their field. */
type Selected = Readonly<Record<string, SQLiteColumn | SQL>>

/** The same for a query that selects these columns, in this order. */
export function directSelect<Columns extends Selected>(
  sqlite: Database.Database,
  query: BuiltQuery,
  columns: Columns,
): (values: Values) => readonly SelectedRow<Columns>[] {
  const { sql, params } = query.toSQL()
  // With a bare parameter as its limit, SQLite compiles a statement anew at each run.
  const text = sql.replace(/ limit \?$/, ' limit ? + 0')
  const statement = sqlite.prepare<unknown[], readonly unknown[]>(text).raw()
  const fill = prepareFill(params)
  const toRow = prepareRow(columns)
  return (values) => statement.all(...fill(values)).map(toRow)
}

export type SelectedTuple<Columns extends readonly SQLiteColumn[]> = {
  readonly [Index in keyof Columns]: DriverData<Columns[Index]>
}

type DriverData<Column extends SQLiteColumn> = Column['_']['dataType'] extends 'boolean'
  ? number
  : GetColumnData<Column>

/** Columns for drizzle's `select`, in their order, for `directTuples`. */
export function columnsInOrder(columns: readonly SQLiteColumn[]): Record<string, SQLiteColumn> {
  return Object.fromEntries(columns.map((column, index) => [`c${index}`, column]))
}

/**
 * For rows that come by the thousand: the columns in this order, as SQLite has them (a flag is 0 or 1). An object with named
 * fields, made without knowing them, costs several times the reading of its row.
 */
export function directTuples<const Columns extends readonly SQLiteColumn[]>(
  sqlite: Database.Database,
  query: BuiltQuery,
  _columns: Columns,
): (values: Values) => readonly SelectedTuple<Columns>[] {
  const { sql, params } = query.toSQL()
  const statement = sqlite.prepare<unknown[], SelectedTuple<Columns>>(sql).raw()
  const fill = prepareFill(params)
  return (values) => statement.all(...fill(values))
}

type SelectedRow<Columns extends Selected> = {
  readonly [Field in keyof Columns]: Columns[Field] extends SQLiteColumn
    ? GetColumnData<Columns[Field]>
    : Columns[Field] extends SQL<infer Value>
      ? Value
      : never
}

function prepareFill(params: readonly unknown[]): Fill {
  const slots = params.map(slotOf)
  return (values) => slots.map((slot) => slot(values))
}

function slotOf(param: unknown): (values: Values) => unknown {
  if (is(param, Placeholder)) return (values) => valueNamed(values, param.name)
  if (is(param, Param) && is(param.value, Placeholder)) {
    const { encoder, value } = param
    return (values) => encoder.mapToDriverValue(valueNamed(values, value.name))
  }
  return () => param
}

function valueNamed(values: Values, name: string): unknown {
  const value = values[name]
  if (value === undefined) throw new TypeError(`No value for ${name}`)
  return value
}

function prepareRow<Columns extends Selected>(
  columns: Columns,
): (row: readonly unknown[]) => SelectedRow<Columns> {
  const fields = Object.entries(columns).map(([field, column]) => ({
    field,
    decoder: is(column, Column) && isDecoding(column) ? column : null,
  }))
  return (values) => {
    const row: Record<string, unknown> = {}
    for (const [index, { field, decoder }] of fields.entries()) {
      const value = values[index]
      row[field] = value === null || !decoder ? value : decoder.mapFromDriverValue(value)
    }
    // One field for each column, decoded as drizzle does.
    return row as SelectedRow<Columns>
  }
}

function isDecoding(column: Column): boolean {
  return column.mapFromDriverValue !== Column.prototype.mapFromDriverValue
}
