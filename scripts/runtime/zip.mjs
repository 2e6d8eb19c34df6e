import { closeSync, mkdirSync, openSync, readSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inflateRawSync } from 'node:zlib'

const END_OF_DIRECTORY = 0x06054b50
const END_OF_DIRECTORY_BYTES = 22
const LONGEST_COMMENT_BYTES = 65_535
const DIRECTORY_ENTRY_BYTES = 46
const LOCAL_HEADER_BYTES = 30
const STORED = 0

/**
 * Unpacks chosen entries of a zip file. No zip64 and no encryption: the one archive read here has neither.
 * Its checksums are not looked at, because the archive's own sha512 was.
 * @param {string} archive
 * @param {string} folder
 * @param {(name: string) => string | null} placeOf where an entry goes, relative to folder; null leaves it out
 */
export function unpackZip(archive, folder, placeOf) {
  const file = openSync(archive, 'r')
  try {
    for (const entry of readDirectory(file, statSync(archive).size)) {
      const place = entry.name.endsWith('/') ? null : placeOf(entry.name)
      if (place === null) continue
      const target = join(folder, place)
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, readEntry(file, entry), { mode: entry.mode })
    }
  } finally {
    closeSync(file)
  }
}

/**
 * @param {number} file
 * @param {number} size
 */
function readDirectory(file, size) {
  const tail = readAt(file, Math.max(0, size - END_OF_DIRECTORY_BYTES - LONGEST_COMMENT_BYTES), size)
  let end = tail.length - END_OF_DIRECTORY_BYTES
  while (end >= 0 && tail.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1
  if (end < 0) throw new Error('not a zip file')
  const start = tail.readUInt32LE(end + 16)
  const directory = readAt(file, start, start + tail.readUInt32LE(end + 12))

  const entries = []
  for (let at = 0; at < directory.length; ) {
    const nameBytes = directory.readUInt16LE(at + 28)
    const extraBytes = directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    entries.push({
      method: directory.readUInt16LE(at + 10),
      packedBytes: directory.readUInt32LE(at + 20),
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777 || 0o644,
      headerAt: directory.readUInt32LE(at + 42),
      name: directory.toString('utf8', at + DIRECTORY_ENTRY_BYTES, at + DIRECTORY_ENTRY_BYTES + nameBytes),
    })
    at += DIRECTORY_ENTRY_BYTES + nameBytes + extraBytes
  }
  return entries
}

/**
 * @param {number} file
 * @param {{ method: number, packedBytes: number, headerAt: number }} entry
 */
function readEntry(file, entry) {
  const header = readAt(file, entry.headerAt, entry.headerAt + LOCAL_HEADER_BYTES)
  const start = entry.headerAt + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28)
  const packed = readAt(file, start, start + entry.packedBytes)
  return entry.method === STORED ? packed : inflateRawSync(packed)
}

/**
 * @param {number} file
 * @param {number} from
 * @param {number} to
 */
function readAt(file, from, to) {
  const bytes = Buffer.alloc(to - from)
  readSync(file, bytes, 0, bytes.length, from)
  return bytes
}
