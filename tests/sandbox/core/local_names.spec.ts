import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import { resolveLocalNames } from '../../../sandbox/core/local_names.ts'

test.group('Names below localhost', () => {
  test('a message to one of them reaches this machine, whatever its resolver knows', async ({
    assert,
    cleanup,
  }) => {
    const server = createServer((request, response) => response.end(request.headers.host))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanup(() => void server.close())
    const { port } = server.address() as AddressInfo
    resolveLocalNames()
    const answer = await fetch(`http://account.localhost:${port}/`, { headers: { connection: 'close' } })
    assert.equal(await answer.text(), `account.localhost:${port}`)
  })
})
