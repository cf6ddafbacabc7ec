import { createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import { isOfNow, isSigned, readSignature } from '#app/payments/drivers/stripe/signature'

const body = '{"id":"evt_1"}'
const now = new Date('2026-03-01T09:00:00Z')
const at = now.getTime() / 1000
const mac = (stamp: number, secret = 'whsec_a') =>
  createHmac('sha256', secret).update(`${stamp}.${body}`).digest('hex')
const believes = (header: unknown) => {
  const signature = readSignature(header)
  return signature !== null && isOfNow(signature, now) && isSigned(body, signature, 'whsec_a')
}

test.group('A signature of Stripe', () => {
  const cases: [string, unknown, boolean][] = [
    ['signed now', `t=${at},v1=${mac(at)}`, true],
    ['beside one of an older secret', `t=${at},v1=${mac(at, 'whsec_old')},v1=${mac(at)}`, true],
    ['beside a scheme for tests', `t=${at},v1=${mac(at)},v0=${mac(at)}`, true],
    ['signed five minutes ago', `t=${at - 300},v1=${mac(at - 300)}`, true],
    ['older', `t=${at - 301},v1=${mac(at - 301)}`, false],
    ['from the future', `t=${at + 301},v1=${mac(at + 301)}`, false],
    ['with another secret', `t=${at},v1=${mac(at, 'whsec_b')}`, false],
    ['by a scheme for tests alone', `t=${at},v0=${mac(at)}`, false],
    ['an old one with a new stamp before it', `t=${at},t=${at - 400},v1=${mac(at - 400)}`, false],
    ['an old one with a new stamp behind it', `t=${at - 400},v1=${mac(at - 400)},t=${at}`, false],
    ['a stamp that is hidden by a space', ` t=${at - 400},t=${at},v1=${mac(at - 400)}`, false],
    ['with a mac that is too short', `t=${at},v1=${mac(at).slice(2)}`, false],
    ['with no mac', `t=${at}`, false],
    ['with no stamp', `v1=${mac(at)}`, false],
    ['empty', '', false],
    ['absent', undefined, false],
    ['twice', [`t=${at},v1=${mac(at)}`], false],
  ]
  for (const [what, header, isBelieved] of cases) {
    test(`${what}: ${isBelieved ? 'believed' : 'refused'}`, ({ assert }) => {
      assert.equal(believes(header), isBelieved)
    })
  }
})
