// Holds the write lock of the database in the first argument until its standard input ends.
import Database from 'better-sqlite3'

const database = new Database(process.argv[2])
database.exec('BEGIN IMMEDIATE')
process.stdout.write('held\n')
process.stdin.resume().on('end', () => {
  database.exec('ROLLBACK')
  database.close()
})
