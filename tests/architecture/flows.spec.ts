import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { test } from '@japa/runner'
import { allEventKinds } from '#app/shared/events/event'
import { describeFlow } from '#app/shared/events/describe_flow'
import { allReactions } from '#app/shared/events/reaction'
import { sweeps } from '#start/sweeps'
import { filesBelow, root } from '#tests/architecture/source_tree'

const kinds = () => allEventKinds().filter((kind) => !kind.name.startsWith('test.'))

test.group('Flows', () => {
  test('the pages of docs/flows say what the table of reactions says (bin/ace flow --write)', ({
    assert,
  }) => {
    const folder = `${root}docs/flows/`
    for (const kind of kinds()) {
      const path = `${folder}${kind.name.replaceAll('.', '_')}.md`
      assert.isTrue(existsSync(path), `${path} is missing`)
      assert.equal(readFileSync(path, 'utf8'), describeFlow(kind), path)
    }
    assert.lengthOf(readdirSync(folder), kinds().length)
  })

  test('reactions have names of their own and are listed in one file', ({ assert }) => {
    const names = [...allReactions().values()].flat().map((reaction) => reaction.name)
    assert.lengthOf(new Set(names), names.length)
    const elsewhere = filesBelow('app').filter(
      (file) => /\bon\(\s*\w+,\s*\[/.test(file.text) && file.path !== 'app/shared/events/reaction.ts'
    )
    assert.deepEqual(
      elsewhere.map((file) => file.path),
      []
    )
  })

  test('staff read every fact in words, in every language', ({ assert }) => {
    const folder = `${root}resources/lang/`
    for (const language of readdirSync(folder)) {
      const texts = JSON.parse(readFileSync(`${folder}${language}/facts.json`, 'utf8'))
      const isSaid = ({ name }: { name: string }) => {
        const [subject, what] = name.split('.') as [string, string]
        return typeof texts[subject]?.[what] === 'string'
      }
      const unsaid = kinds().filter((kind) => !isSaid(kind))
      assert.deepEqual(
        unsaid.map(({ name }) => name),
        [],
        `resources/lang/${language}/facts.json`
      )
    }
  })

  test('staff read every recurring search in words, in every language', ({ assert }) => {
    const folder = `${root}resources/lang/`
    for (const language of readdirSync(folder)) {
      const texts = JSON.parse(readFileSync(`${folder}${language}/sweeps.json`, 'utf8'))
      const names = sweeps.map(({ name }) => name)
      assert.sameMembers(Object.keys(texts), names, `resources/lang/${language}/sweeps.json`)
    }
  })

  test('a fact is announced under the name of its domain or subject', ({ assert }) => {
    for (const kind of kinds()) assert.match(kind.name, /^[a-z_]+\.[a-z_]+$/)
  })
})
