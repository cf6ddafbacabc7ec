import { inReadTransaction } from '#app/shared/database/unit'
import { listRemovals, type PanelUserRemoval } from '#app/provisioning/records/panel_users'

export type { PanelUserRemoval }

/** What became of the accounts at panels of customers who were forgotten? */
export function listPanelUserRemovals(customerIds: string[]): Promise<PanelUserRemoval[]> {
  return inReadTransaction(() => listRemovals(customerIds))
}
