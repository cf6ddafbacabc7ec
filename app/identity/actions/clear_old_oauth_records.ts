import { inTransaction } from '#app/shared/database/unit'
import * as oauthRecords from '#app/identity/records/oauth_records'

/** Codes and tokens that are past open nothing and are thrown away. @param wall they live in the world's time */
export function clearOldOauthRecords(wall: Date): Promise<number> {
  return inTransaction(() => oauthRecords.removeExpired(wall))
}
