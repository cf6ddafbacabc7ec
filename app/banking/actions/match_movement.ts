import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { BookMovement } from '#app/banking/actions/book_movement'
import { matchMovement } from '#app/banking/domain/match_movement'
import type { BankMovement, MovementStatus } from '#app/banking/domain/movement'
import type { MatchReason, Proposal } from '#app/banking/domain/proposal'
import {
  findRecordedByHand,
  lockMovement,
  updateMovement,
  wasToldBefore,
} from '#app/banking/records/bank_movements'
import { readBankSettings } from '#app/banking/records/bank_settings'
import { findMatchCandidates } from '#app/banking/records/match_candidates'
import { findReturnedPayments } from '#app/banking/records/returned_payments'

/**
 * Looks at a movement on the bank account: finds whose it is and what for, books what leaves no doubt, and puts the rest before staff. What the bank
 * takes for itself is only noted. A movement that waits is looked at anew, since more may be known by now.
 */
@inject()
export class MatchMovement {
  constructor(
    private clock: Clock,
    private book: BookMovement
  ) {}

  async execute({ movementId }: { movementId: string }): Promise<void> {
    const certain = await inTransaction(() => this.look(movementId))
    if (!certain) return
    const { customerId, invoiceIds } = certain
    const booked = await this.book.execute({ movementId, customerId, invoiceIds, isAutomatic: true })
    // A payment by card may be under way, or the customer's currency be another: then a person decides.
    if (!booked.ok) await inTransaction(() => this.leaveToStaff(movementId))
  }

  private async leaveToStaff(movementId: string): Promise<void> {
    const movement = await lockMovement(movementId)
    if (movement?.status === 'fresh') await updateMovement(movementId, { status: 'review' })
  }

  /** @returns what is to be booked at once */
  private async look(movementId: string): Promise<Proposal | null> {
    const movement = await lockMovement(movementId)
    if (!movement || (movement.status !== 'fresh' && movement.status !== 'review')) return null
    const proposals = await this.propose(movement)
    const [best] = proposals
    const mayBook = best?.confidence === 'certain' && movement.status === 'fresh' && movement.direction === 'credit'
    const certain = mayBook && (await readBankSettings()).booksCertain ? best : null
    // What is to be booked stays fresh until it is: should the power go in between, it is looked at again.
    const status = certain ? movement.status : stateAfter(movement, proposals)
    await updateMovement(movementId, { status, proposals, matchedAt: this.clock.now() })
    return certain
  } // prettier-ignore

  private async propose(movement: BankMovement): Promise<Proposal[]> {
    if (movement.direction === 'debit') return movement.kind === 'fee' ? [] : findReturnedPayments(movement)
    if (movement.kind === 'return') return []
    const proposals = matchMovement(movement, await findMatchCandidates(movement))
    if (proposals.length === 0) return proposals
    const isTold = await wasToldBefore(movement)
    const recorded = await findRecordedByHand(movement, proposals.map(({ customerId }) => customerId)) // prettier-ignore
    return proposals.map((proposal) => {
      const doubts: MatchReason[] = [
        ...(isTold ? (['told_before'] as const) : []),
        ...(recorded.has(proposal.customerId) ? (['recorded_by_hand'] as const) : []),
      ]
      if (doubts.length === 0) return proposal
      return { ...proposal, confidence: 'possible', reasons: [...proposal.reasons, ...doubts] }
    })
  }
}

function stateAfter({ direction, kind }: BankMovement, proposals: Proposal[]): MovementStatus {
  if (direction === 'credit') return 'review'
  return kind === 'return' || proposals.length > 0 ? 'review' : 'noted'
}
