/** Questions and answers of the domain name system (RFC 1035): as much of them as one question for addresses needs. */

export type Question = { id: number; name: string; type: number; end: number; recursion: boolean }

export const typeA = 1
export const typeAaaa = 28
const classIn = 1
const headerBytes = 12
const ttlSeconds = 60

/** Null for what is no plain question. */
export function readQuestion(message: Buffer): Question | null {
  if (message.length < headerBytes || (message[2]! & 0x80) !== 0 || message.readUInt16BE(4) !== 1) return null
  const labels: string[] = []
  let at = headerBytes
  for (;;) {
    const length = message[at]
    if (length === undefined || length > 63) return null
    at += 1
    if (length === 0) break
    labels.push(message.toString('ascii', at, at + length))
    at += length
  }
  if (at + 4 > message.length) return null
  const recursion = (message[2]! & 0x01) !== 0
  return {
    id: message.readUInt16BE(0),
    name: labels.join('.').toLowerCase(),
    type: message.readUInt16BE(at),
    end: at + 4,
    recursion,
  }
}

/** @param addresses null when there is no such name; empty when it has none of the kind that was asked for */
export function writeAnswer(message: Buffer, question: Question, addresses: string[] | null): Buffer {
  const header = Buffer.alloc(headerBytes)
  header.writeUInt16BE(question.id, 0)
  header.writeUInt16BE(0x8080 | (question.recursion ? 0x0100 : 0) | (addresses === null ? 3 : 0), 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(addresses?.length ?? 0, 6)
  const records = (addresses ?? []).map((address) => writeRecord(question.type, address))
  return Buffer.concat([header, message.subarray(headerBytes, question.end), ...records])
}

function writeRecord(type: number, address: string): Buffer {
  const data = type === typeA ? Buffer.from(address.split('.').map(Number)) : bytesOfNewer(address)
  const head = Buffer.alloc(12)
  // The name is the one of the question, which begins right behind the header.
  head.writeUInt16BE(0xc000 | headerBytes, 0)
  head.writeUInt16BE(type, 2)
  head.writeUInt16BE(classIn, 4)
  head.writeUInt32BE(ttlSeconds, 6)
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}

function bytesOfNewer(address: string): Buffer {
  const [before = '', after] = address.split('::')
  const groups = (text: string | undefined) => (text ? text.split(':') : [])
  const [front, back] = [groups(before), groups(after)]
  const gap = after === undefined ? [] : Array<string>(8 - front.length - back.length).fill('0')
  const bytes = Buffer.alloc(16)
  ;[...front, ...gap, ...back].forEach((group, index) => bytes.writeUInt16BE(parseInt(group, 16), index * 2))
  return bytes
}
