import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { enqueueMany } from '#app/shared/jobs/queue'
import { tellApplicationJob } from '#app/identity/domain/jobs'
import * as oauthRecords from '#app/identity/records/oauth_records'

/** Takes back every token by which applications reach a person, and tells those that want to hear it that their sessions have ended. */
@inject()
export class SignOutOfApplications {
  /** @param clientId one application; all of them when absent */
  async execute({ userId, clientId }: { userId: string; clientId?: string }): Promise<void> {
    await inTransaction(async () => {
      const clientIds = clientId
        ? await oauthRecords.removeOfClient(clientId, userId)
        : await oauthRecords.removeOfUser(userId)
      await enqueueMany(
        tellApplicationJob,
        clientIds.map((each) => ({ clientId: each, userId }))
      )
    })
  }

  /** Those that were entered from browsers where their people are signed out now: they leave them everywhere. */
  async executeOfSessions(ended: { userId: string; clientIds: string[] }[]): Promise<void> {
    const entered = ended.flatMap(({ userId, clientIds }) =>
      clientIds.map((clientId) => ({ userId, clientId }))
    )
    if (entered.length === 0) return
    await inTransaction(async () =>
      enqueueMany(tellApplicationJob, await oauthRecords.removeOfEntered(entered))
    )
  }
}
