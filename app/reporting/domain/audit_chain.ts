import { createHash, createHmac } from 'node:crypto'

const idBytes = 16
const digestBytes = 32
const entryBytes = idBytes + digestBytes

/** What a seal is made over; the entries of a cleared stretch are gone, their digest stays. */
export interface SealContent {
  number: bigint
  lastSeq: bigint
  eventCount: number
  entriesDigest: Buffer
  /** When it was set and how old what it covers is; seals of the first form say neither. */
  times: { sealedAt: Date; lastOccurredAt: Date } | null
}

export interface Entry {
  id: string
  digest: Buffer
}

export type Fault = 'changed' | 'removed' | 'inserted'

/** The first seal of a chain has none before it. */
export const noHash = Buffer.alloc(digestBytes)

/** A seal can only be made by who has the key, over the hash of the seal before: none can be taken out, put in or made anew. */
export function hashSeal(key: Buffer, previous: Buffer, seal: SealContent): Buffer {
  const { number, lastSeq, eventCount, entriesDigest, times } = seal
  const content = [previous.toString('hex'), number, lastSeq, eventCount, entriesDigest.toString('hex')]
  const when = times ? [times.sealedAt.toISOString(), times.lastOccurredAt.toISOString()] : []
  return createHmac('sha256', key)
    .update([...content, ...when].join('|'))
    .digest()
}

/** Says beside the chain where it ends: whoever cuts its end off cannot make this anew without the key. */
export function markHead(key: Buffer, { number, hash }: { number: bigint; hash: Buffer }): Buffer {
  return createHmac('sha256', key)
    .update(`head|${number}|${hash.toString('hex')}`)
    .digest()
}

export function digestEntries(entries: Buffer): Buffer {
  return createHash('sha256').update(entries).digest()
}

/** Which facts are not as they were when they were sealed. */
export function compareEntries(sealed: Buffer, found: readonly Entry[]): { id: string; fault: Fault }[] {
  const before = readEntries(sealed)
  const now = new Map(found.map(({ id, digest }) => [id, digest]))
  const known = new Set(before.map(({ id }) => id))
  const faults = before.flatMap(({ id, digest }): { id: string; fault: Fault }[] => {
    const current = now.get(id)
    if (!current) return [{ id, fault: 'removed' }]
    return current.equals(digest) ? [] : [{ id, fault: 'changed' }]
  })
  const inserted = found.filter(({ id }) => !known.has(id))
  return [...faults, ...inserted.map(({ id }) => ({ id, fault: 'inserted' as const }))]
}

function readEntries(sealed: Buffer): Entry[] {
  return Array.from({ length: Math.floor(sealed.length / entryBytes) }, (_, index) => {
    const start = index * entryBytes
    return {
      id: showUuid(sealed.subarray(start, start + idBytes)),
      digest: sealed.subarray(start + idBytes, start + entryBytes),
    }
  })
}

function showUuid(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
