import { once } from 'node:events'
import { request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import { fromWire, toWire } from '#app/shared/http/host_cookies'
import { createHttpServer } from '#start/http_server'

test.group('Cookies behind TLS', () => {
  test('{cookie} is told to browsers as {expected}')
    .with([
      {
        cookie: 'session=a=b; Path=/; HttpOnly; SameSite=Lax',
        expected: '__Host-session=a=b; HttpOnly; SameSite=Lax; Path=/; Secure',
      },
      {
        cookie: 'cart=1; Max-Age=9; Secure; Domain=hosting.tld',
        expected: '__Host-cart=1; Max-Age=9; Path=/; Secure',
      },
      { cookie: 'x=1; path=/a/b', expected: '__Host-x~L2EvYg=1; Path=/; Secure' },
      { cookie: '__Host-x=1; Path=/; Secure', expected: '__Host-x=1; Path=/; Secure' },
    ])
    .run(({ assert }, { cookie, expected }) => {
      assert.equal(toWire(cookie), expected)
    })

  test('of {cookies} sent to {url} the application reads {expected}')
    .with([
      { cookies: '__Host-session=a=b; __Host-locale=de', url: '/', expected: 'session=a=b; locale=de' },
      // What a neighbour below the same domain, or somebody on the way, can plant.
      { cookies: 'session=planted; __Secure-session=planted', url: '/', expected: '' },
      { cookies: 'session=planted; __Host-session=own', url: '/', expected: 'session=own' },
      { cookies: 'CF_Authorization=t', url: '/', expected: 'CF_Authorization=t' },
      { cookies: '__Host-x~L2EvYg=1', url: '/a/b', expected: 'x=1' },
      { cookies: '__Host-x~L2EvYg=1', url: '/a/b/c?d', expected: 'x=1' },
      { cookies: '__Host-x~L2EvYg=1', url: '/a/bc', expected: '' },
      { cookies: '__Host-x.sig=1', url: '/', expected: 'x.sig=1' },
    ])
    .run(({ assert }, { cookies, url, expected }) => {
      assert.equal(fromWire(cookies, url), expected)
    })

  test('none of a production process is without the name of its host, whoever sets it', async ({
    assert,
    cleanup,
  }) => {
    const server = createHttpServer((incoming, outgoing) => {
      outgoing.setHeader('Set-Cookie', ['seen=' + (incoming.headers.cookie ?? '')])
      outgoing.writeHead(200, incoming.url === '/head' ? { 'set-cookie': ['given=1; Path=/p'] } : {})
      outgoing.end()
    }, true).listen(0, '127.0.0.1')
    cleanup(() => void server.close())
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const send = async (path: string) => {
      const sent = ask({ port, path, headers: { cookie: 'a=planted; __Host-a=own' } }).end()
      const [answer] = await once(sent, 'response')
      answer.resume()
      return answer.headers['set-cookie']
    }
    assert.deepEqual(await send('/'), ['__Host-seen=a=own; Path=/; Secure'])
    assert.deepEqual(await send('/head'), ['__Host-given~L3A=1; Path=/; Secure'])
  })
})
