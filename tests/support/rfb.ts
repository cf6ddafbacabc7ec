import { once } from 'node:events'
import { createCipheriv } from 'node:crypto'
import { WebSocket } from 'ws'

/** A viewer of a screen, as far as a test needs one: RFB 3.8 with a password, over a websocket. Written from RFC 6143. */
export async function viewScreen(url: string, password: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(url, { headers })
  let received = Buffer.alloc(0)
  let tell = () => {}
  let isClosed = false
  socket.on('message', (data) => {
    received = Buffer.concat([received, data as Buffer])
    tell()
  })
  socket.on('close', () => {
    isClosed = true
    tell()
  })
  await once(socket, 'open')
  const take = async (length: number): Promise<Buffer> => {
    while (received.length < length) {
      if (isClosed) throw new Error('The screen was closed')
      await new Promise<void>((resolve) => (tell = resolve))
    }
    const part = received.subarray(0, length)
    received = received.subarray(length)
    return part
  }
  const greeting = await take(12)
  socket.send(greeting)
  const [count = 0] = await take(1)
  await take(count)
  socket.send(Buffer.from([2]))
  socket.send(encrypted(await take(16), password))
  const isRefused = (await take(4)).readUInt32BE() !== 0
  if (isRefused) return { socket, isRefused, name: '', width: 0 }
  socket.send(Buffer.from([1]))
  const init = await take(24)
  const name = String(await take(init.readUInt32BE(20)))
  /** Asks for the whole screen. @returns how many of its pixels are not of the ground */
  const look = async (): Promise<number> => {
    const wish = Buffer.alloc(10)
    wish[0] = 3
    wish.writeUInt16BE(init.readUInt16BE(0), 6)
    wish.writeUInt16BE(init.readUInt16BE(2), 8)
    socket.send(wish)
    const head = await take(16)
    const pixels = await take(head.readUInt16BE(8) * head.readUInt16BE(10) * 4)
    const ground = pixels.readUInt32LE(0)
    let written = 0
    for (let at = 0; at < pixels.length; at += 4) written += pixels.readUInt32LE(at) === ground ? 0 : 1
    return written
  }
  const press = (key: number): void => {
    const message = Buffer.alloc(8)
    message.set([4, 1])
    message.writeUInt32BE(key, 4)
    socket.send(message)
  }
  return { socket, isRefused, name, width: init.readUInt16BE(0), look, press }
}

function encrypted(challenge: Buffer, password: string): Buffer {
  const key = Buffer.alloc(8)
  Buffer.from(password, 'latin1').subarray(0, 8).copy(key)
  const turned = key.map((byte) =>
    Number.parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2)
  )
  const cipher = createCipheriv('des-ede3-ecb', Buffer.concat([turned, turned, turned]), null)
  cipher.setAutoPadding(false)
  return cipher.update(challenge)
}
