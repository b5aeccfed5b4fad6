package dev.tributary.proof;

/**
 * One law as a statement. The rows that it returns are everything the law speaks of; their column
 * {@code broken} tells where it does not hold.
 *
 * @param name says the law, as in {@code transfers_sum_to_zero}
 * @param id an expression over the columns of a row that names it
 * @param detail one that tells what was found
 * @param sql SELECT, with a column {@code broken}
 */
record Check(String name, String id, String detail, String sql) {}
