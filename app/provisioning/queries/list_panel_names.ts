import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

/** What is every panel called, and of which kind is it? */
export function listPanelNames(): Promise<{ id: string; name: string; driver: string }[]> {
  return inReadTransaction(() =>
    db.selectFrom('panels').select(['id', 'name', 'driver']).orderBy('name').execute()
  )
}
