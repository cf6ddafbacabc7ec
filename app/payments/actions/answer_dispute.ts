import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { openGateway } from '#app/payments/actions/open_gateway'
import { RecordDispute } from '#app/payments/actions/record_dispute'
import { type Dispute, isDisputeOver, mayAccept, mayAnswer } from '#app/payments/domain/dispute'
import { findEvidenceProblems, type EvidenceProblem } from '#app/payments/domain/evidence'
import { pauseMinutes } from '#app/payments/domain/payment'
import type { DisputeCalls, GatewayDispute, GatewayFailure } from '#app/payments/drivers/contract'
import { listDisputeFiles } from '#app/payments/records/dispute_files'
import { findDispute, lockDispute, updateDispute } from '#app/payments/records/disputes'
import { findGateway } from '#app/payments/records/gateways'

export type AnswerDisputeError =
  | { type: 'dispute_not_found' }
  | { type: 'not_open'; status: Dispute['status'] }
  | { type: 'evidence_missing'; problems: EvidenceProblem[] }

export interface FollowedDispute {
  dispute: Dispute
  /** Why the gateway could not say anything; null when it did. */
  problem: GatewayFailure | null
}

/** Hands in what we say against a dispute, or gives it up: the intent is committed, the call made with one key, the answer committed. */
@inject()
export class AnswerDispute {
  constructor(
    private clock: Clock,
    private recordDispute: RecordDispute
  ) {}

  execute(input: {
    disputeId: string
    userId: string
  }): Promise<Result<FollowedDispute, AnswerDisputeError>> {
    return this.begin(input, 'answer')
  }

  /** Gives it up: the money stays with the customer. */
  accept(input: { disputeId: string; userId: string }): Promise<Result<FollowedDispute, AnswerDisputeError>> {
    return this.begin(input, 'accept')
  }

  /** Makes the call that a dispute waits for, or asks where it stands. */
  async refresh({
    disputeId,
  }: {
    disputeId: string
  }): Promise<Result<FollowedDispute, { type: 'dispute_not_found' }>> {
    const known = await inReadTransaction(async () => {
      const dispute = await findDispute(disputeId)
      if (!dispute) return null
      const files = dispute.pendingCall === 'answer' ? await listDisputeFiles(disputeId) : []
      return { dispute, files, gateway: (await findGateway(dispute.gatewayId))! }
    })
    if (!known) return err({ type: 'dispute_not_found' })
    const { disputes } = openGateway(known.gateway, { kind: 'dispute', id: disputeId })
    if (!disputes) throw new Error(`Gateway ${known.gateway.id} knows no disputes`)
    const asked = await this.ask(disputes, known)
    if (!asked.ok) return ok({ dispute: await this.fail(disputeId, asked.error), problem: asked.error })
    const { paymentId } = known.dispute
    const answer = asked.value
    return ok({
      dispute: answer ? await this.recordDispute.execute({ paymentId, answer }) : known.dispute,
      problem: null,
    })
  }

  private async begin(
    { disputeId, userId }: { disputeId: string; userId: string },
    call: 'answer' | 'accept'
  ): Promise<Result<FollowedDispute, AnswerDisputeError>> {
    const begun = await inTransaction(async (): Promise<Result<Dispute, AnswerDisputeError>> => {
      const dispute = await lockDispute(disputeId)
      if (!dispute) return err({ type: 'dispute_not_found' })
      if (dispute.pendingCall === call) return ok(dispute)
      const now = this.clock.now()
      if (!(call === 'answer' ? mayAnswer : mayAccept)(dispute, now))
        return err({ type: 'not_open', status: dispute.status })
      const problems = call === 'answer' ? findEvidenceProblems(dispute.evidence) : []
      if (problems.length > 0) return err({ type: 'evidence_missing', problems })
      const handedIn = {
        pendingCall: call,
        handedInAt: now,
        handedInBy: userId,
        problem: null,
        checkCount: 0,
      }
      const nextCheckAt = addDuration(now, { minutes: 1 })
      return ok(await updateDispute(dispute, { ...handedIn, nextCheckAt, updatedAt: now }))
    })
    if (!begun.ok) return begun
    const refreshed = await this.refresh({ disputeId })
    return refreshed.ok ? refreshed : err(refreshed.error)
  }

  /** A call that may have worked is looked up first, for an answer counts once. */
  private async ask(
    calls: DisputeCalls,
    { dispute, files }: { dispute: Dispute; files: Awaited<ReturnType<typeof listDisputeFiles>> }
  ): Promise<Result<GatewayDispute | null, GatewayFailure>> {
    const { id, gatewayReference: reference, pendingCall, evidence, isWithheld, isAppeal } = dispute
    if (!pendingCall) return calls.findDispute(reference)
    if (dispute.checkCount > 0) {
      const seen = await calls.findDispute(reference)
      if (!seen.ok || (seen.value && (seen.value.isAnswered || isDisputeOver(seen.value.state)))) return seen
    }
    // An inquiry, the dispute that it became, and its appeal are answered each once.
    const stage = isAppeal ? 'appeal' : isWithheld ? 'dispute' : 'inquiry'
    const idempotencyKey = `${id}:${stage}:${pendingCall}`
    if (pendingCall === 'accept') return calls.acceptDispute({ reference, idempotencyKey })
    return calls.answerDispute({ reference, evidence: { ...evidence!, files }, isAppeal, idempotencyKey })
  }

  /** What was refused for good can be mended and handed in again; the rest is tried again by itself. */
  private fail(disputeId: string, failure: GatewayFailure): Promise<Dispute> {
    return inTransaction(async () => {
      const dispute = (await lockDispute(disputeId))!
      const now = this.clock.now()
      const isRefused = failure.type === 'misconfigured' || failure.type === 'declined'
      const problem = 'reason' in failure ? failure.reason : failure.decline.message
      const minutes = Math.max(pauseMinutes(dispute.checkCount), 1)
      return updateDispute(dispute, {
        problem: problem.slice(0, 500),
        checkCount: dispute.checkCount + 1,
        nextCheckAt: addDuration(now, { minutes }),
        ...(isRefused && dispute.pendingCall
          ? { pendingCall: null, handedInAt: null, handedInBy: null }
          : {}),
        updatedAt: now,
      })
    })
  }
}
