import { type RawBuilder, sql } from 'kysely'

/** A column's values as they come: amounts as bigint or digits, dates as `YYYY-MM-DD`, instants as Date, json and jsonb as JSON text or its bytes. */
export type ColumnKind =
  'uuid' | 'text' | 'int2' | 'int4' | 'int8' | 'date' | 'timestamptz' | 'json' | 'jsonb' | 'bytea'

type Value = string | number | bigint | Date | Buffer | null

/** PostgreSQL's numbers of the element types, which stand in front of an array's values. */
const typeNumbers: Record<ColumnKind, number> = {
  uuid: 2950,
  text: 25,
  int2: 21,
  int4: 23,
  int8: 20,
  date: 1082,
  timestamptz: 1184,
  json: 114,
  jsonb: 3802,
  bytea: 17,
}

/** Milliseconds between 1970 and 2000, where PostgreSQL's days and instants begin. */
const epochMs = 946_684_800_000
const dayMs = 86_400_000

/**
 * Rows to be written by one statement, as `unnest` of one array for each column, named `r` with the columns' names. The arrays travel
 * in PostgreSQL's binary form: neither side writes or reads them as text, which for thousands of rows costs more than storing them.
 */
export function rowsAs<Row extends object>(
  rows: readonly Row[],
  columns: { [Name in keyof Row & string]: ColumnKind }
): RawBuilder<unknown> {
  const names = Object.keys(columns) as (keyof Row & string)[]
  const arrays = names.map((name) => {
    const kind = columns[name]
    const values = rows.map((row) => row[name] as Value)
    return sql`${toArray(kind, values)}::${sql.raw(kind)}[]`
  })
  return sql`unnest(${sql.join(arrays)}) as r(${sql.join(names.map((name) => sql.ref(name)))})`
}

/** An array of one dimension in PostgreSQL's binary form. */
export function toArray(kind: ColumnKind, values: readonly Value[]): Buffer {
  const writer = new Writer(sizeOf(kind, values))
  writer.int32(values.length === 0 ? 0 : 1)
  writer.int32(values.includes(null) ? 1 : 0)
  writer.int32(typeNumbers[kind])
  if (values.length > 0) {
    writer.int32(values.length)
    writer.int32(1)
  }
  const write = writers[kind]
  for (const value of values) {
    if (value === null) writer.int32(-1)
    else write(writer, value)
  }
  return writer.end()
}

/** Bytes of a value of each kind that is no text, after the four that say so. */
const widths: Partial<Record<ColumnKind, number>> = {
  uuid: 16,
  int2: 2,
  int4: 4,
  int8: 8,
  date: 4,
  timestamptz: 8,
}

/** As much as an array takes unless its texts are foreign: one piece of memory instead of many that grow. */
function sizeOf(kind: ColumnKind, values: readonly Value[]): number {
  const width = widths[kind]
  const header = 20 + values.length * 5
  if (width !== undefined) return header + values.length * width
  return values.reduce<number>((sum, value) => sum + lengthOf(value), header)
}

function lengthOf(value: Value): number {
  return typeof value === 'string' || Buffer.isBuffer(value) ? value.length : 0
}

const writers: Record<ColumnKind, (writer: Writer, value: Exclude<Value, null>) => void> = {
  uuid: (writer, value) => writer.uuid(String(value)),
  text: (writer, value) => writer.text(String(value)),
  int2: (writer, value) => writer.integer(Number(value), 2),
  int4: (writer, value) => writer.integer(Number(value), 4),
  int8: (writer, value) => writer.int64(BigInt(value as string | bigint)),
  date: (writer, value) => writer.integer(daysSinceEpoch(String(value)), 4),
  timestamptz: (writer, value) => writer.int64(BigInt((value as Date).getTime() - epochMs) * 1000n),
  json: (writer, value) => (Buffer.isBuffer(value) ? writer.bytes(value) : writer.text(String(value))),
  // One byte for the version of the form, then the text.
  jsonb: (writer, value) => (Buffer.isBuffer(value) ? writer.bytes(value, 1) : writer.text(String(value), 1)),
  bytea: (writer, value) => writer.bytes(value as Buffer),
}

/** Rows that are written together share a handful of dates. */
const lastDate = { text: '', days: 0 }

function daysSinceEpoch(text: string): number {
  if (lastDate.text !== text) {
    lastDate.days = (Date.parse(`${text}T00:00:00Z`) - epochMs) / dayMs
    lastDate.text = text
  }
  return lastDate.days
}

const hyphen = 45

/** What each character stands for as a hexadecimal digit; -1 for those that are none. */
const hexDigits = Int8Array.from({ length: 128 }, (_, code) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase())
)

function digitOf(code: number): number {
  return hexDigits[code] ?? -1
}

class Writer {
  private buffer: Buffer
  private used = 0

  constructor(size: number) {
    this.buffer = Buffer.allocUnsafe(size)
  }

  int32(value: number): void {
    this.makeRoom(4)
    this.used = this.buffer.writeInt32BE(value, this.used)
  }

  /** Its length in bytes, then the number. Throws for what is no whole number or does not fit. */
  integer(value: number, length: 2 | 4): void {
    if (!Number.isInteger(value)) throw new RangeError(`Not a whole number: ${value}`)
    this.int32(length)
    this.makeRoom(length)
    this.used = this.buffer.writeIntBE(value, this.used, length)
  }

  int64(value: bigint): void {
    this.int32(8)
    this.makeRoom(8)
    this.used = this.buffer.writeBigInt64BE(value, this.used)
  }

  /** Throws for what is no UUID. */
  uuid(value: string): void {
    this.int32(16)
    this.makeRoom(16)
    if (value.length !== 36) throw new RangeError(`Not a UUID: ${value}`)
    for (let at = 0; at < 36; at += 2) {
      // Groups of digits are parted after 8, 12, 16 and 20 of them.
      if (at === 8 || at === 13 || at === 18 || at === 23) {
        if (value.charCodeAt(at) !== hyphen) throw new RangeError(`Not a UUID: ${value}`)
        at += 1
      }
      const byte = (digitOf(value.charCodeAt(at)) << 4) | digitOf(value.charCodeAt(at + 1))
      if (byte < 0) throw new RangeError(`Not a UUID: ${value}`)
      this.buffer[this.used++] = byte
    }
  }

  text(value: string, version?: number): void {
    const versionBytes = version === undefined ? 0 : 1
    // No character takes more than three bytes for each of its units; how many it takes is only counted where that is too much.
    const most = 4 + versionBytes + value.length * 3
    if (this.used + most > this.buffer.length) this.makeRoom(4 + versionBytes + Buffer.byteLength(value))
    const start = this.used + 4
    if (version !== undefined) this.buffer[start] = version
    const length = versionBytes + this.buffer.write(value, start + versionBytes, 'utf8')
    this.buffer.writeInt32BE(length, this.used)
    this.used = start + length
  }

  bytes(value: Buffer, version?: number): void {
    const versionBytes = version === undefined ? 0 : 1
    this.int32(versionBytes + value.length)
    this.makeRoom(versionBytes + value.length)
    if (version !== undefined) this.buffer[this.used++] = version
    this.used += value.copy(this.buffer, this.used)
  }

  end(): Buffer {
    return this.buffer.subarray(0, this.used)
  }

  private makeRoom(length: number): void {
    if (this.used + length <= this.buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.used + length))
    this.buffer.copy(larger, 0, 0, this.used)
    this.buffer = larger
  }
}
