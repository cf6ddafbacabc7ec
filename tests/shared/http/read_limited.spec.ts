import { PassThrough } from 'node:stream'
import type { IncomingMessage } from 'node:http'
import { test } from '@japa/runner'
import { readLimited } from '#app/shared/http/read_limited'

/** A request whose body comes in pieces. */
const inPieces = (sizes: number[]) => {
  const stream = new PassThrough()
  for (const size of sizes) stream.write(Buffer.alloc(size))
  stream.end()
  return stream as unknown as IncomingMessage
}

test.group('A body that may be so large', () => {
  test('{sizes} bytes of at most 100: {expected}')
    .with([
      { sizes: [], expected: 0 },
      { sizes: [60, 40], expected: 100 },
      { sizes: [60, 41], expected: null },
      { sizes: [500], expected: null },
    ])
    .run(async ({ assert }, { sizes, expected }) => {
      assert.equal((await readLimited(inPieces(sizes), 100))?.length ?? null, expected)
    })

  test('what never ends is cut off, and so is what breaks off', async ({ assert }) => {
    const endless = new PassThrough()
    endless.write(Buffer.alloc(900))
    await assert.rejects(() => readLimited(endless as unknown as IncomingMessage, 100))
    const broken = new PassThrough()
    broken.write('half')
    setImmediate(() => broken.destroy())
    await assert.rejects(() => readLimited(broken as unknown as IncomingMessage, 100))
  })
})
