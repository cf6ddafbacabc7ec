/** Cloudflare Access: the keys of a team, and the assertions that it would add to requests. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Kit, SandboxSystem } from '../core/system.ts'
import { describeKeys, keysOf, listKeys, rotate, sign } from './keys.ts'

const sessionSeconds = 3_600

type Wish = { audience?: string; email?: string; serviceToken?: string; claims?: Record<string, unknown> }

export const access: SandboxSystem = {
  name: 'access',
  title: 'Cloudflare Access',
  apiPrefixes: ['/access/'],
  faults: {
    error_page: 'A web page with status 200 in the place of the keys.',
    no_keys: 'A document without any keys.',
  },
  register(app: FastifyInstance, kit: Kit) {
    app.get<{ Params: { team: string } }>('/access/:team/cdn-cgi/access/certs', async ({ params }, reply) => {
      if (kit.faults.strikes('error_page')) return reply.type('text/html').send('<html>Sign in</html>')
      return reply.send(kit.faults.strikes('no_keys') ? { keys: [] } : describeKeys(kit, params.team))
    })
    app.post<{ Params: { team: string }; Body: Wish | null }>(
      '/_access/:team/assertions',
      async ({ params, body }) => {
        const assertion = sign(kit, params.team, claimsOf(kit, params.team, body ?? {}))
        return { assertion, header: 'Cf-Access-Jwt-Assertion', cookie: 'CF_Authorization' }
      }
    )
    app.post<{ Params: { team: string } }>('/_access/:team/rotate', async ({ params }) => {
      listKeys(kit, params.team)
      return { kid: rotate(kit, params.team).kid }
    })
  },
  overview: (kit) => [{ label: 'Keys', value: keysOf(kit).list().length }],
  tables: (kit) => [
    {
      name: 'keys',
      title: 'Keys',
      columns: ['Team', 'Id'],
      rows: keysOf(kit)
        .list({ newestFirst: true })
        .map(({ team, kid }) => ({
          cells: [team, kid],
          actions: [{ label: 'Rotate', method: 'POST', url: `/_access/${team}/rotate` }],
        })),
    },
  ],
  state: (kit) => ({
    keys: keysOf(kit)
      .list()
      .map(({ team, kid }) => ({ team, kid })),
  }),
  reset() {},
}

/** What Access writes of a person, or of a program with a service token. `claims` replaces any of them; null leaves one out. */
function claimsOf(kit: Kit, team: string, { audience = '', email, serviceToken, claims = {} }: Wish) {
  const now = Math.floor(kit.nowMs() / 1000)
  const usual = {
    aud: [audience],
    type: 'app',
    iat: now,
    nbf: now,
    exp: now + sessionSeconds,
    iss: `https://${team}.cloudflareaccess.com`,
    ...(serviceToken
      ? { common_name: serviceToken, sub: '' }
      : { email: email ?? 'op@example.org', sub: randomUUID(), country: 'DE', identity_nonce: randomUUID() }),
  }
  return Object.fromEntries(Object.entries({ ...usual, ...claims }).filter(([, value]) => value !== null))
}
