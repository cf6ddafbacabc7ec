import { inject } from '@adonisjs/core'
import { inReadTransaction } from '#app/shared/database/unit'
import { eachAlone } from '#app/shared/jobs/each_alone'
import { MatchMovement } from '#app/banking/actions/match_movement'
import { listFreshMovements } from '#app/banking/records/bank_movements'

const perLook = 500
const looksMax = 100

/** Looks at every movement that nobody has looked at yet, each by itself. @returns how many */
@inject()
export class MatchFreshMovements {
  constructor(private match: MatchMovement) {}

  async execute(): Promise<number> {
    let count = 0
    for (let look = 0; look < looksMax; look += 1) {
      const ids = await inReadTransaction(() => listFreshMovements(perLook))
      count += await eachAlone(ids, (movementId) => this.match.execute({ movementId }))
      if (ids.length < perLook) break
    }
    return count
  }
}
