import { test } from '@japa/runner'
import { checkVariable, fillVariables } from '#app/catalogue/domain/variable_rules'

const jar = 'required|regex:/^([\\w\\d._-]+)(\\.jar)$/'

test.group('Variables of a game', () => {
  test('{0} takes "{1}": {2}')
    .with([
      ['required|string|max:5', 'abcde', null],
      ['required|string|max:5', 'abcdef', 'at_most'],
      ['required|string|max:5', '', 'required'],
      ['nullable|string|max:5', '', null],
      ['required|string|max:5', 'äöü😀é', null],
      ['required|string', 'two\nlines', 'text'],
      ['required|string|between:3,15', 'ab', 'between'],
      ['required|integer|min:1000|max:6000', '1000', null],
      ['required|integer|min:1000|max:6000', '999', 'at_least'],
      ['required|integer|min:1000|max:6000', '6001', 'at_most'],
      ['required|integer', '12.5', 'whole_number'],
      ['required|integer', '1e3', 'whole_number'],
      ['required|numeric', '12.5', null],
      ['required|numeric', 'twelve', 'number'],
      ['required|boolean', '1', null],
      ['required|boolean', 'true', 'yes_or_no'],
      ['required|string|in:recommended,latest', 'latest', null],
      ['required|string|in:recommended,latest', 'newest', 'one_of'],
      ['required|alpha_dash|between:5,20', 'my-world_1', null],
      ['required|alpha_dash|between:5,20', 'my world', 'letters'],
      ['nullable|url', 'https://example.test/a', null],
      ['nullable|url', 'javascript:alert(1)', 'url'],
      [jar, 'server.jar', null],
      [jar, 'server.exe', 'format'],
      ['required|regex:/^(a|b)$/', 'b', null],
      ['required|regex:/^(a|b)$/|max:1', 'c', 'format'],
      ['required|regex:/^(?>a)$/', 'left to the panel', null],
      ['required|a_rule_of_tomorrow:3', 'x', null],
      ['required|size:4', 'abc', 'exactly'],
    ] as [string, string, string | null][])
    .run(({ assert }, [rules, value, problem]) => {
      assert.equal(checkVariable(rules, value)?.rule ?? null, problem)
    })

  test('what is not given has its default, and everything wrong is told at once', ({ assert }) => {
    const definition = { name: 'Jar', description: '', rules: jar }
    const definitions = [
      { ...definition, code: 'JAR', defaultValue: 'server.jar' },
      { ...definition, code: 'OTHER', defaultValue: '' },
    ]
    const filled = fillVariables(definitions, { JAR: 'x.exe', UNKNOWN: '1' })
    assert.deepEqual(filled.values, { JAR: 'x.exe', OTHER: '' })
    assert.deepEqual(filled.faults.map(({ code, problem }) => [code, problem.rule]), [['JAR', 'format'], ['OTHER', 'required']]) // prettier-ignore
  })
})
