import app from '@adonisjs/core/services/app'
import { inTransaction } from '#app/shared/database/unit'
import { enqueueMany } from '#app/shared/jobs/queue'
import { Clock } from '#app/shared/time/clock'
import { AnnounceExpiringMethods } from '#app/payments/actions/announce_expiring_methods'
import { ExpirePayment } from '#app/payments/actions/expire_payment'
import {
  finishMethodSetupJob,
  handleWebhooksJob,
  refreshPaymentJob,
  refreshRefundJob,
  shareOut,
} from '#app/payments/domain/jobs'
import { listMessagesToHandle } from '#app/payments/records/inbox'
import { listSetupsToCheck } from '#app/payments/records/methods'
import { claimToCheck } from '#app/payments/records/shared_questions'

const batch = 200

/** Payments whose time to ask has come: calls that were interrupted, answers that were lost, customers who went away. */
export async function sweepPayments(): Promise<number> {
  const clock = new Clock()
  const ids = await inTransaction(() => claimToCheck('payments', { now: clock.now(), limit: batch }))
  const expire = await app.container.make(ExpirePayment)
  for (const paymentId of ids) await expire.execute({ paymentId })
  await enqueueMany(
    refreshPaymentJob,
    ids.map((paymentId) => ({ paymentId }))
  )
  return ids.length
}

/** Refunds whose time to ask has come: calls that were interrupted, answers that were lost, banks that take their time. */
export async function sweepRefunds(): Promise<number> {
  const ids = await inTransaction(() => claimToCheck('refunds', { now: new Clock().now(), limit: batch }))
  await enqueueMany(
    refreshRefundJob,
    ids.map((refundId) => ({ refundId }))
  )
  return ids.length
}

/** Cards that were to be saved and of which nothing was heard. */
export async function sweepMethodSetups(): Promise<number> {
  const ids = await inTransaction(() => listSetupsToCheck(new Clock().now(), batch))
  await enqueueMany(
    finishMethodSetupJob,
    ids.map((setupId) => ({ setupId }))
  )
  return ids.length
}

/** Messages of gateways whose handling was lost or has to be tried again. */
export async function sweepWebhooks(): Promise<number> {
  const ids = await inTransaction(() => listMessagesToHandle(new Clock().wall(), batch))
  await enqueueMany(handleWebhooksJob, shareOut(ids))
  return ids.length
}

export async function sweepExpiringMethods(): Promise<number> {
  const announce = await app.container.make(AnnounceExpiringMethods)
  return announce.execute()
}
