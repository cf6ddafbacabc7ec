/** The remote framebuffer protocol, version 3.8 (RFC 6143), from the server's side: handshake, messages, raw pixels. */
import { createCipheriv } from 'node:crypto'

export interface PixelFormat {
  bitsPerPixel: number
  isBigEndian: boolean
  max: [number, number, number]
  shift: [number, number, number]
}

export const GREETING = Buffer.from('RFB 003.008\n')
export const CHALLENGE_BYTES = 16
const FORMAT_BYTES = 16

export type ClientMessage =
  | { type: 'format'; format: PixelFormat }
  | { type: 'update'; isIncremental: boolean }
  | { type: 'key'; isDown: boolean; key: number }
  | { type: 'other' }

/** What a client answers to the challenge: DES with the password as key, each byte of it read backwards, as VNC has always done. */
export function answerTo(challenge: Buffer, password: string): Buffer {
  const key = Buffer.alloc(8)
  Buffer.from(password, 'latin1').subarray(0, 8).copy(key)
  const turned = Buffer.from(key.map(reversed))
  // Three times the same key is single DES.
  const cipher = createCipheriv('des-ede3-ecb', Buffer.concat([turned, turned, turned]), null)
  cipher.setAutoPadding(false)
  return Buffer.concat([cipher.update(challenge), cipher.final()])
}

function reversed(byte: number): number {
  let turned = 0
  for (let bit = 0; bit < 8; bit += 1) turned |= ((byte >> bit) & 1) << (7 - bit)
  return turned
}

export const usualFormat: PixelFormat = {
  bitsPerPixel: 32,
  isBigEndian: false,
  max: [255, 255, 255],
  shift: [16, 8, 0],
}

export function serverInit(width: number, height: number, name: string): Buffer {
  const text = Buffer.from(name)
  const head = Buffer.alloc(24)
  head.writeUInt16BE(width, 0)
  head.writeUInt16BE(height, 2)
  head.set([32, 24, 0, 1], 4)
  usualFormat.max.forEach((max, index) => head.writeUInt16BE(max, 8 + index * 2))
  head.set(usualFormat.shift, 14)
  head.writeUInt32BE(text.length, 20)
  return Buffer.concat([head, text])
}

/** The first message of what has come in, and how many bytes it takes; null until all of it is there. */
export function readMessage(data: Buffer): { message: ClientMessage; length: number } | null {
  const length = lengthOf(data)
  if (length === null || data.length < length) return null
  const message: Record<number, () => ClientMessage> = {
    0: () => ({ type: 'format', format: readFormat(data.subarray(4, 4 + FORMAT_BYTES)) }),
    3: () => ({ type: 'update', isIncremental: data[1] !== 0 }),
    4: () => ({ type: 'key', isDown: data[1] !== 0, key: data.readUInt32BE(4) }),
  }
  return { message: message[data[0]!]?.() ?? { type: 'other' }, length }
}

function lengthOf(data: Buffer): number | null {
  const fixed: Record<number, number> = { 0: 20, 3: 10, 4: 8, 5: 6 }
  const [type] = data
  if (type === undefined) return null
  if (fixed[type] !== undefined) return fixed[type]
  if (type === 2) return data.length < 4 ? null : 4 + data.readUInt16BE(2) * 4
  if (type === 6) return data.length < 8 ? null : 8 + Math.abs(data.readInt32BE(4))
  throw new Error(`No such message: ${type}`)
}

function readFormat(data: Buffer): PixelFormat {
  const bitsPerPixel = data[0]!
  if (![8, 16, 32].includes(bitsPerPixel)) throw new Error(`No such depth: ${bitsPerPixel}`)
  return {
    bitsPerPixel,
    isBigEndian: data[2] !== 0,
    max: [data.readUInt16BE(4), data.readUInt16BE(6), data.readUInt16BE(8)],
    shift: [data[10]!, data[11]!, data[12]!],
  }
}

/** One rectangle of raw pixels. @param pixels one byte each: 0 for the ground, 1 for what is written */
export function update(
  area: { y: number; width: number; height: number },
  { pixels, format }: { pixels: Uint8Array; format: PixelFormat }
): Buffer {
  const bytes = format.bitsPerPixel / 8
  const colours = [pixelOf([16, 18, 24], format), pixelOf([214, 219, 229], format)]
  const head = Buffer.alloc(16)
  head.writeUInt16BE(1, 2)
  head.writeUInt16BE(area.y, 6)
  head.writeUInt16BE(area.width, 8)
  head.writeUInt16BE(area.height, 10)
  const body = Buffer.alloc(pixels.length * bytes)
  for (let index = 0; index < pixels.length; index += 1) body.set(colours[pixels[index]!]!, index * bytes)
  return Buffer.concat([head, body])
}

function pixelOf(colour: number[], { bitsPerPixel, isBigEndian, max, shift }: PixelFormat): Buffer {
  const value = colour.reduce(
    (sum, part, index) => sum + Math.round((part / 255) * max[index]!) * 2 ** shift[index]!,
    0
  )
  const bytes = bitsPerPixel / 8
  const pixel = Buffer.alloc(bytes)
  if (isBigEndian) pixel.writeUIntBE(value, 0, bytes)
  else pixel.writeUIntLE(value, 0, bytes)
  return pixel
}
