import { test } from '@japa/runner'
import type { Tenant } from '#app/shared/database/context'
import { describeApi } from '#app/shared/http/api/openapi'
import { setApiLimits } from '#app/shared/http/api/rate_limit'
import { apiLimits } from '#config/rate_limits'
import { allEndpoints } from '#start/api'
import { apiClientFor, request } from '#tests/support/api'
import { type Chance, makeChance } from '#tests/support/chance'
import { createTenant } from '#tests/support/tenants'

/** A build sends a few hundred; `npm run fuzz` sends ten thousand. */
const count = Number(process.env.TEST_FUZZ ?? 240)
const seed = process.env.TEST_SEED ?? String(process.pid)
const atOnce = 6

/** What must never be in an answer to a stranger: where our code lies, what our database says, how a secret looks. */
const leak =
  /\bat .*\.(ts|js):\d+|node_modules|\bselect .* from \b|violates|syntax error at|platform_app|password_hash|ENCRYPTION_KEYS|scrypt\$/i

type Schema = Record<string, unknown> & { type?: string | string[]; properties?: Record<string, Schema> }

const nasty = [
  '', ' ', 'a'.repeat(20_000), '\u0000', '\ud800', "' or 1=1 --", '<script>alert(1)</script>', '../../../../etc/passwd', '%00', '${7*7}', '{{7*7}}',
  'x\r\nBcc: y@example.test', '=cmd|calc', '__proto__', 'constructor', '9'.repeat(400), '-1', '1e309', 'NaN', 'null', '2026-02-31', '0000-00-00', '0000-01-01', '9999-12-31', '🦊'.repeat(500),
  'a@a.'.repeat(3000), `${'a'.repeat(5000)}!`, 'cus_00000000000000000000000000', '00000000-0000-0000-0000-000000000000',
] // prettier-ignore
const odd = [null, true, 0, -1, 1.5, 1e21, 9_007_199_254_740_991, [], {}, [[]], { a: { b: {} } }, ['x']]

const pick = <T>(chance: Chance, list: readonly T[]): T => list[chance(list.length)]!

function make(schema: Schema, chance: Chance, depth = 0): unknown {
  if (chance(5) === 0 || depth > 4) return chance(2) === 0 ? pick(chance, nasty) : pick(chance, odd)
  const options = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined
  if (options) return make(pick(chance, options), chance, depth)
  if (Array.isArray(schema.enum)) return pick(chance, schema.enum as unknown[])
  const type = Array.isArray(schema.type) ? pick(chance, schema.type) : schema.type
  if (type === 'object' || schema.properties) {
    const entries = Object.entries(schema.properties ?? {}).filter(() => chance(4) > 0)
    const made = entries.map(([name, inner]) => [name, make(inner, chance, depth + 1)] as const)
    const more =
      chance(4) === 0
        ? [
            ['tenant_id', 'x'],
            ['__proto__', { isAdmin: true }],
            ['id', 'x'],
          ]
        : []
    return Object.fromEntries([...made, ...more])
  }
  if (type === 'array') {
    return Array.from({ length: chance(3) }, () => make((schema.items ?? {}) as Schema, chance, depth + 1))
  }
  if (type === 'number' || type === 'integer') return chance(1000) - 10
  if (type === 'boolean') return chance(2) === 0
  return chance(2) === 0 ? pick(chance, nasty) : 'Ada'
}

interface Operation {
  method: string
  path: string
  body: Schema | null
  query: { name: string; schema: Schema }[]
}

async function operationsFor(audience: 'customer' | 'staff'): Promise<Operation[]> {
  const endpoints = await allEndpoints()
  const document = describeApi({ endpoints, audience, serverUrl: 'http://x/api/v1', brandName: 'x' }) as unknown as {
    paths: Record<string, Record<string, { requestBody?: object; parameters?: { name: string; in: string; schema: Schema }[] }>>
  } // prettier-ignore
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const content = (described.requestBody as { content?: Record<string, { schema: Schema }> } | undefined)
        ?.content
      return {
        method: method.toUpperCase(),
        path,
        body: content?.['application/json']?.schema ?? null,
        query: (described.parameters ?? []).filter((parameter) => parameter.in === 'query'),
      }
    })
  )
}

function toPath({ path, query }: Operation, chance: Chance): string {
  const filled = path.replaceAll(/\{\w+\}/g, () => {
    const value = chance(2) === 0 ? 'evt_01h455vb4pex5vsknk084sn02q' : pick(chance, nasty)
    return encodeURIComponent(value.toWellFormed().slice(0, 300)) || 'x'
  })
  const asked = query
    .filter(() => chance(2) === 0)
    .map(({ name, schema }) => {
      const value = make(schema, chance)
      const text = typeof value === 'string' ? value.toWellFormed().slice(0, 2000) : JSON.stringify(value)
      return `${encodeURIComponent(name)}=${encodeURIComponent(text)}`
    })
  return `/api/v1${filled}${asked.length > 0 ? `?${asked.join('&')}` : ''}`
}

async function fuzz(tenant: Tenant, audience: 'customer' | 'staff', share: number): Promise<string[]> {
  const client = await apiClientFor(tenant, { as: audience })
  const operations = (await operationsFor(audience)).filter(
    // What would end the test's own token.
    ({ method, path }) => !(method === 'DELETE' && /api-tokens|staff-members/.test(path))
  )
  const chance = makeChance(`${seed}:${audience}`)
  const faults: string[] = []
  const one = async () => {
    const operation = pick(chance, operations)
    const path = toPath(operation, chance)
    const body = operation.body ? JSON.stringify(make(operation.body, chance)) : undefined
    const answer = await request({
      host: client.host,
      method: operation.method,
      path,
      headers: {
        authorization: `Bearer ${client.token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      text: body,
    })
    const where = `${operation.method} ${path.slice(0, 200)} ${body?.slice(0, 300) ?? ''}`
    if (answer.status >= 500 && answer.status !== 503) faults.push(`${answer.status} ${where}`)
    if (answer.status >= 400 && leak.test(answer.text))
      faults.push(`tells ${answer.text.slice(0, 200)}: ${where}`)
  }
  for (let sent = 0; sent < share; sent += atOnce) await Promise.all(Array.from({ length: atOnce }, one))
  return faults
}

test.group('Requests made up from the OpenAPI document', () => {
  for (const audience of ['customer', 'staff'] as const) {
    test(`of ${audience === 'customer' ? 'customers' : 'staff'}: none is a server error, none tells how we work`, async ({
      assert,
      cleanup,
    }) => {
      cleanup(() => setApiLimits(apiLimits))
      setApiLimits({ perToken: 1_000_000, perAddress: 1_000_000 })
      const faults = await fuzz(await createTenant(), audience, count / 2)
      assert.deepEqual(faults, [], `TEST_SEED=${seed}`)
    })
  }
})
