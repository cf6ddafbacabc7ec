import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import * as knownBrowsers from '#app/identity/records/known_browsers'

export type DistrustBrowserError = { type: 'browser_not_found' }

/** Asks for a second factor in a browser again. */
@inject()
export class DistrustBrowser {
  execute(userId: string, id: string): Promise<Result<void, DistrustBrowserError>> {
    return inTransaction(async () =>
      (await knownBrowsers.distrust(userId, id)) ? ok() : err({ type: 'browser_not_found' as const })
    )
  }
}
