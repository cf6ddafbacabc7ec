import { crc32, deflateSync } from 'node:zlib'
import { test } from '@japa/runner'
import sharp from 'sharp'
import { cleanImage } from '#app/shared/http/clean_image'
import { fileTypeOf } from '#app/shared/http/file_type'

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A grey picture of the size it says, with as many bytes of pixels as wanted. */
function pngOf(
  { width, height, pixels }: { width: number; height: number; pixels: Buffer },
  ...more: Buffer[]
) {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    ...more,
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const rows = (width: number, height: number) => Buffer.alloc((width + 1) * height)
const secret = 'Ada Lovelace, 52.5200 N 13.4050 E'

test.group('Pictures that people hand in', () => {
  test('wait for their turn; when many do, the next ones are sent away at once', async ({ assert }) => {
    const png = pngOf({ width: 4, height: 4, pixels: rows(4, 4) })
    const many = await Promise.all(Array.from({ length: 15 }, () => cleanImage(png, 'image/png')))
    const said = many.map((each) => (each.ok ? 'drawn' : each.error))
    assert.deepEqual(said, [...Array(10).fill('drawn'), ...Array(5).fill('too_many_images')])
    assert.isTrue((await cleanImage(png, 'image/png')).ok)
  })

  test('are drawn anew: upright, no larger than a page, without what is no picture', async ({ assert }) => {
    const text = chunk('tEXt', Buffer.from(`Comment\0${secret}`))
    const png = pngOf({ width: 40, height: 20, pixels: rows(40, 20) }, text)
    const behind = Buffer.concat([png, Buffer.from('PK\x03\x04<script>alert(1)</script>'), png.subarray(-12)])
    const photo = await sharp({ create: { width: 4000, height: 2000, channels: 3, background: 'teal' } })
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD0: { Copyright: secret } })
      .jpeg()
      .toBuffer()
    assert.include(photo.toString('latin1'), secret)
    for (const [content, type, size] of [
      [png, 'image/png', [40, 20]],
      [behind, 'image/png', [40, 20]],
      [photo, 'image/jpeg', [1500, 3000]],
    ] as const) {
      const drawn = await cleanImage(content, type)
      assert.isTrue(drawn.ok)
      if (!drawn.ok) continue
      assert.equal(fileTypeOf(drawn.value), type)
      assert.notMatch(drawn.value.toString('latin1'), /Lovelace|script|PK/)
      const { width, height } = await sharp(drawn.value).metadata()
      assert.deepEqual([width, height], [...size])
    }
  })

  test('that are made to harm whoever opens them are refused at once', async ({ assert }) => {
    const jpeg = await sharp({ create: { width: 90, height: 90, channels: 3, background: 'teal' } })
      .jpeg()
      .toBuffer()
    const vast = Buffer.from(jpeg)
    // The size stands in the frame's header.
    const frame = vast.indexOf(Buffer.from([0xff, 0xc0]))
    vast.writeUInt16BE(65_000, frame + 5)
    vast.writeUInt16BE(65_000, frame + 7)
    const bombs = {
      'a picture of 100,000 times 100,000 points': [pngOf({ width: 100_000, height: 100_000, pixels: Buffer.alloc(1_000_000) }), 'image/png', 'image_too_large'],
      'one point too many': [pngOf({ width: 25_000_001, height: 1, pixels: Buffer.alloc(100) }), 'image/png', 'image_too_large'],
      'a photograph that says it is vast': [vast, 'image/jpeg', 'image_too_large'],
      'a picture that ends in the middle': [pngOf({ width: 400, height: 400, pixels: rows(400, 4) }), 'image/png', 'image_unreadable'],
      'a photograph cut off': [Buffer.concat([jpeg.subarray(0, jpeg.length / 2), Buffer.from([0xff, 0xd9])]), 'image/jpeg', 'image_unreadable'],
      'no size at all': [pngOf({ width: 0, height: 0, pixels: rows(1, 1) }), 'image/png', 'image_unreadable'],
      'drawing orders under a picture’s name': [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'image/png', 'image_unreadable'],
    } as const // prettier-ignore
    for (const [what, [content, type, error]] of Object.entries(bombs)) {
      const startedAt = performance.now()
      const drawn = await cleanImage(content, type)
      assert.deepEqual(drawn, { ok: false, error } as never, what)
      assert.isBelow(performance.now() - startedAt, 5_000, what)
    }
    // What is packed behind few points is not unpacked: fifty megabytes of pixels for a hundred points.
    const packed = pngOf({ width: 10, height: 10, pixels: Buffer.alloc(50_000_000) })
    const drawn = await cleanImage(packed, 'image/png')
    assert.isTrue(!drawn.ok || drawn.value.length < 1_000)
  })
})
