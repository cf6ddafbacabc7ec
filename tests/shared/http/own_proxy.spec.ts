import type { IncomingMessage } from 'node:http'
import { test } from '@japa/runner'
import { dropForeignWord, namesOneHost, readHostname } from '#app/shared/http/own_proxy'

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

test.group('What is forwarded', () => {
  test('from {from} is believed: {kept}')
    .with([
      { from: '127.0.0.1', kept: ['host', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'] },
      { from: '10.0.0.7', kept: ['host', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'] },
      { from: '203.0.113.9', kept: ['host'] },
      { from: '2001:db8::9', kept: ['host'] },
    ])
    .run(({ assert }, { from, kept }) => {
      // Whoever believes such a header names the addresses of another host to an application that signs people in.
      const forwarded = {
        'x-forwarded-host': 'evil.test',
        'x-forwarded-proto': 'https',
        'x-forwarded-for': '::1',
      }
      const request = { socket: { remoteAddress: from }, headers: { host: 'shop.test', ...forwarded } }
      dropForeignWord(request as unknown as IncomingMessage)
      assert.deepEqual(Object.keys(request.headers).toSorted(), kept)
    })
})

test.group('A request that is answered names one host', () => {
  test('{named}: {isOne}')
    .with([
      { named: ['shop.test'], isOne: true },
      { named: ['shop.test:3333'], isOne: true },
      { named: ['[::1]:3333'], isOne: true },
      { named: [], isOne: true },
      { named: ['shop.test', 'admin.shop.test'], isOne: false },
      { named: ['shop.test', 'shop.test'], isOne: false },
      { named: ['shop.test, admin.shop.test'], isOne: false },
      { named: ['somebody@shop.test'], isOne: false },
      { named: ['shop.test/admin'], isOne: false },
    ])
    .run(({ assert }, { named, isOne }) => {
      const rawHeaders = ['X-Host', 'other', ...named.flatMap((host, at) => [at ? 'HOST' : 'Host', host])]
      const request = { rawHeaders, headers: { host: named[0] } }
      assert.equal(namesOneHost(request as unknown as IncomingMessage), isOne)
    })
})
