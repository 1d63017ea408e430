/** From the loosest to the tightest; all of them bind to the left. */
const LEVELS = [/^\|\|$/, /^&&$/, /^[=!]=$/, /^[<>]=?$/, /^[-+]$/, /^[*/%]$/]
const DEEPEST = 100

/**
 * The value of `$((…))`: whole numbers, variables, and the operators that compare and calculate; not a number for anything
 * else. (Bash manual: Shell Arithmetic)
 */
export function evaluateArithmetic(text: string, lookUp: (name: string) => string): number {
  const tokens = text.match(/\w+|[=!<>]=|&&|\|\||\S/g) ?? ['0']
  let depth = 0
  const value = evaluate(0)
  return tokens.length > 0 ? Number.NaN : value

  function evaluate(level: number): number {
    const operators = LEVELS[level]
    if (!operators) return operand()
    let left = evaluate(level + 1)
    while (operators.test(tokens[0] ?? ''))
      left = Math.trunc(Number(calculate(left, tokens.shift() ?? '', evaluate(level + 1))))
    return left
  }

  function operand(): number {
    const token = tokens.shift() ?? ''
    if (++depth > DEEPEST) return Number.NaN
    if (token === '-') return -operand()
    if (token === '!') return Number(!operand())
    if (token === '(') {
      const inside = evaluate(0)
      return tokens.shift() === ')' ? inside : Number.NaN
    }
    if (/^[A-Za-z_]/.test(token)) return Number.parseInt(lookUp(token), 10) || 0
    return /^\d+$/.test(token) ? Number(token) : Number.NaN
  }
}

function calculate(a: number, operator: string, b: number): number | boolean {
  switch (operator) {
    case '||':
      return Boolean(a || b)
    case '&&':
      return Boolean(a && b)
    case '==':
      return a === b
    case '!=':
      return a !== b
    case '<':
      return a < b
    case '>':
      return a > b
    case '<=':
      return a <= b
    case '>=':
      return a >= b
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    default:
      return b === 0 ? Number.NaN : operator === '/' ? a / b : a % b
  }
}
