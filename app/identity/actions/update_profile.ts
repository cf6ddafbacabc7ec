import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import * as users from '#app/identity/records/users'

export interface ProfileChanges {
  name?: string
  locale?: string
  timeZone?: string
}

/** Changes how a person is called and how they read times and texts. */
@inject()
export class UpdateProfile {
  async execute(userId: string, { name, locale, timeZone }: ProfileChanges): Promise<users.User> {
    return inTransaction(async () => {
      const changes = {
        ...(name === undefined ? {} : { name }),
        ...(locale === undefined ? {} : { locale }),
        ...(timeZone === undefined ? {} : { time_zone: timeZone }),
      }
      if (Object.keys(changes).length > 0) await users.update(userId, changes)
      return (await users.find(userId))!
    })
  }
}
