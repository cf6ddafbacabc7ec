import { test } from '@japa/runner'
import { obstacleOf } from '#app/provisioning/domain/obstacle'
import { showOperation } from '#app/provisioning/http/transformers/operation_transformer'

/** What a customer reads of work that does not go on. A panel's own words are for staff; only its refusals say something to whoever asked. */
test.group('Why work does not go on', () => {
  for (const [status, type, obstacle, words] of [
    ['queued', null, null, null],
    ['running', null, null, null],
    ['running', 'retry_later', null, /busy/],
    ['waiting', 'unknown', 'panel_away', /not answered.*by itself/],
    ['waiting', 'retry_later', 'panel_away', /by itself/],
    ['waiting', 'misconfigured', 'our_side', /our side/],
    ['waiting', 'refused', 'our_side', /our side/],
    ['waiting', 'took_too_long', 'slow', /longer than usual/],
    ['waiting', 'awaits_approval', 'approval', /looks at the order/],
    ['waiting', 'of a later version', 'our_side', /our side/],
    ['failed', 'refused', null, /^No room on hv-3\.$/],
    ['failed', 'unknown', null, /did not answer/],
    ['failed', 'retry_later', null, /did not answer/],
    ['failed', 'misconfigured', null, /our side/],
    ['failed', 'took_too_long', null, /took too long/],
    ['cancelled', 'cancelled_by_staff', null, /^No room on hv-3\.$/],
    ['done', null, null, null],
  ] as const) {
    test(`${status}, ${type ?? 'nothing in the way'}: ${obstacle ?? '–'}`, ({ assert }) => {
      const failure = type ? { type, message: 'No room on hv-3.' } : null
      assert.equal(obstacleOf({ status, failure }), obstacle)
      const at = new Date()
      const row = { id: '01890a5d-ac96-774b-bcce-b302099a8057', serviceId: '01890a5d-ac96-774b-bcce-b302099a8057', kind: 'resize', status, failure, input: {}, createdAt: at, startedAt: null, finishedAt: null } // prettier-ignore
      const { problem } = showOperation(row as never)
      if (words) assert.match(problem ?? '', words)
      else assert.isNull(problem)
    })
  }
})
