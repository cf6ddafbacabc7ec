import { connect, type Socket } from 'node:net'
import env from '#start/env'

/** What the scanner says of a file; whatever is no clear answer is none. */
export type ScanOutcome =
  { type: 'clean' } | { type: 'infected'; name: string } | { type: 'unavailable'; reason: string }

const chunkBytes = 64 * 1024
const answerBytesMax = 4096
const timeoutMs = 20_000
const pingMs = 2_000

/** `tcp://host:3310` or `unix:/run/clamav/clamd.ctl`; null: this installation has no scanner. */
export function scannerAddress(): string | null {
  return env.get('CLAMD_ADDRESS', '') || null
}

/**
 * Has ClamAV's daemon look through a file before anybody opens it. Without a scanner nothing is looked at; with one that does not answer
 * nothing is let through.
 * @see https://docs.clamav.net/manual/Usage/Scanning.html#clamd (INSTREAM: chunks with their length in front, ended by one of none)
 */
export async function scanFile(content: Buffer): Promise<ScanOutcome> {
  const address = scannerAddress()
  if (!address) return { type: 'clean' }
  const answer = await ask(address, timeoutMs, (socket) => {
    socket.write('zINSTREAM\0')
    for (let at = 0; at < content.length; at += chunkBytes) {
      const chunk = content.subarray(at, at + chunkBytes)
      socket.write(lengthOf(chunk.length))
      socket.write(chunk)
    }
    socket.write(lengthOf(0))
  })
  if (!answer.isOk) return { type: 'unavailable', reason: answer.text }
  if (answer.text === 'stream: OK') return { type: 'clean' }
  const name = /^stream: (.+) FOUND$/.exec(answer.text)?.[1]
  return name ? { type: 'infected', name } : { type: 'unavailable', reason: answer.text }
}

/** Whether the scanner answers, for who looks after the machine. */
export async function pingScanner(address: string): Promise<{ isOk: boolean; detail: string }> {
  const { isOk, text } = await ask(address, pingMs, (socket) => socket.write('zPING\0'))
  return isOk && text === 'PONG' ? { isOk, detail: 'answers' } : { isOk: false, detail: text }
}

type Answer = { isOk: boolean; text: string }

function ask(address: string, limitMs: number, send: (socket: Socket) => void): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect(placeOf(address))
    let text = ''
    const finish = (answer: Answer) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answer)
    }
    const timer = setTimeout(() => finish({ isOk: false, text: 'no answer in time' }), limitMs)
    socket.on('connect', () => send(socket))
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      const end = text.indexOf('\0')
      if (end >= 0) finish({ isOk: true, text: text.slice(0, end) })
      else if (text.length > answerBytesMax) finish({ isOk: false, text: 'an answer that never ends' })
    })
    socket.on('end', () => finish({ isOk: false, text: 'hung up' }))
    socket.on('error', (error) => finish({ isOk: false, text: error.message }))
  })
}

function placeOf(address: string): { path: string } | { host: string; port: number } {
  if (address.startsWith('unix:')) return { path: address.slice('unix:'.length) }
  const url = new URL(address)
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 3310) }
}

function lengthOf(count: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(count)
  return bytes
}
