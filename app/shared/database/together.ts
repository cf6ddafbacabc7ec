import { requireContext } from '#app/shared/database/context'

type Questions = readonly (() => Promise<unknown>)[]
type Answers<Asked extends Questions> = { [Index in keyof Asked]: Awaited<ReturnType<Asked[Index]>> }

/**
 * Asks questions of which none needs the answer of another. In a read-only unit each is a transaction of its own, so they are asked at once
 * and cost the time of the slowest; inside of a transaction, which has one connection, they are asked one after the other.
 */
export async function together<Asked extends Questions>(...questions: Asked): Promise<Answers<Asked>> {
  if (requireContext().unit?.isReadOnly) {
    return (await Promise.all(questions.map((ask) => ask()))) as Answers<Asked>
  }
  const answers: unknown[] = []
  for (const ask of questions) answers.push(await ask())
  return answers as Answers<Asked>
}
