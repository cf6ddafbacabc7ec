import type { IncomingMessage } from 'node:http'
import { test } from '@japa/runner'
import { readHostname } from '#app/shared/http/own_proxy'

test.group('The host name that was asked for', () => {
  test('from {from}, host {host}, forwarded {forwarded}: {expected}')
    .with([
      { from: '127.0.0.1', host: 'shop.test:3333', forwarded: undefined, expected: 'shop.test' },
      { from: '127.0.0.1', host: 'inner', forwarded: 'shop.test', expected: 'shop.test' },
      { from: '10.0.0.7', host: 'inner', forwarded: 'shop.test:443, other.test', expected: 'shop.test' },
      { from: '203.0.113.9', host: 'shop.test', forwarded: 'other.test', expected: 'shop.test' },
      { from: '203.0.113.9', host: undefined, forwarded: undefined, expected: '' },
    ])
    .run(({ assert }, { from, host, forwarded, expected }) => {
      const request = { socket: { remoteAddress: from }, headers: { host, 'x-forwarded-host': forwarded } }
      assert.equal(readHostname(request as unknown as IncomingMessage), expected)
    })
})
