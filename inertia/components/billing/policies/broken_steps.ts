interface DatedStep<Kind extends string> {
  key: number
  kind: Kind
  day: number
}

/** What was sent for a step: notices are counted back from what they announce. */
const sentFor = (steps: readonly DatedStep<string>[], { kind, day }: DatedStep<string>): number => {
  const dayOf = (of: string) => steps.find((step) => step.kind === of)?.day ?? 0
  if (kind === 'notice_suspension') return dayOf('suspension') - day
  return kind === 'notice_termination' ? dayOf('termination') - day : day
}

/**
 * The keys of the steps that complaints mean. A complaint about one day names it; one about a list of days names between which they may lie,
 * and means those that lie elsewhere or on one day with another.
 * @param complaintOf the complaint about the field that a kind of step is written to
 */
export function brokenSteps<Kind extends string>(
  steps: readonly DatedStep<Kind>[],
  complaintOf: (kind: Kind) => string | undefined
): Set<number> {
  const isMeant = (step: DatedStep<Kind>): boolean => {
    const complaint = complaintOf(step.kind)
    if (complaint === undefined) return false
    const alike = steps.filter(({ kind }) => kind === step.kind).map((each) => sentFor(steps, each))
    const sent = sentFor(steps, step)
    const [first, last] = (complaint.match(/-?\d+/g) ?? []).map(Number)
    if (alike.length === 1 || first === undefined) return true
    if (last === undefined) return sent === first || !alike.includes(first)
    return sent < first || sent > last || alike.filter((day) => day === sent).length > 1
  }
  return new Set(steps.filter(isMeant).map(({ key }) => key))
}
