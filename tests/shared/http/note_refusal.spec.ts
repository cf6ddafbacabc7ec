import { test } from '@japa/runner'
import type { HttpContext } from '@adonisjs/core/http'
import { noteRefusal } from '#app/shared/http/note_refusal'

test.group('Refusals in the log', () => {
  test('{code}: {isNoted}')
    .with([
      { status: 403, code: 'ability_missing', isNoted: true },
      { status: 403, code: 'not_in_name', isNoted: true },
      { status: 403, code: 'foreign_origin', isNoted: true },
      { status: 403, code: 'network_not_allowed', isNoted: true },
      { status: 403, code: 'above_own_limit', isNoted: true },
      { status: 401, code: 'token_invalid', isNoted: true },
      { status: 403, code: 'bad_csrf_token', isNoted: true },
      { status: 401, code: 'token_missing', isNoted: false },
      { status: 403, code: 'proof_needed', isNoted: false },
      { status: 403, code: 'entrance_network', isNoted: false },
      { status: 422, code: 'validation_failed', isNoted: false },
      { status: 404, code: 'not_found', isNoted: false },
      { status: 429, code: 'too_many_requests', isNoted: true },
      { status: 422, code: 'unknown_field', isNoted: true },
      { status: 400, code: 'malformed_body', isNoted: true },
      { status: 422, code: 'file_infected', isNoted: true },
    ])
    .run(({ assert }, { status, code, isNoted }) => {
      const { lines, ctx } = scene()
      noteRefusal(ctx, { status, code })
      assert.lengthOf(lines, isNoted ? 1 : 0)
      if (!isNoted) return
      assert.deepInclude(lines[0], {
        refusal: code,
        route: '/invitations/:link',
        tenant: 'acme',
        ip: '192.0.2.1',
      })
      assert.deepEqual(lines[0]!.actor, { kind: 'staff', id: 'sam', token: null })
    })

  test('one who asks too often writes one line, and refused rights one each', ({ assert }) => {
    const { lines, ctx } = scene('192.0.2.2')
    for (let time = 0; time < 50; time += 1) noteRefusal(ctx, { status: 429, code: 'too_many_requests' })
    assert.lengthOf(lines, 1)
    for (let time = 0; time < 3; time += 1) noteRefusal(ctx, { status: 403, code: 'ability_missing' })
    assert.lengthOf(lines, 4)
  })
})

function scene(ip = '192.0.2.1') {
  const lines: Record<string, unknown>[] = []
  const ctx = {
    caller: { kind: 'staff', userId: 'sam', tokenId: null, abilities: new Set() },
    host: { surface: 'admin', tenant: { slug: 'acme' } },
    route: { pattern: '/invitations/:link' },
    request: { method: () => 'POST', ip: () => ip, id: () => 'req-1' },
    logger: { warn: (line: Record<string, unknown>) => lines.push(line) },
  } as unknown as HttpContext
  return { lines, ctx }
}
