package dev.tributary.commission.engine;

import dev.tributary.kernel.Money;
import dev.tributary.kernel.Rate;

/**
 * What an affiliate earns by a whole order. Its payments release it in parts.
 *
 * @param triggerNo the how-manieth order of the referred user it is, from 1
 */
public record Entitlement(Money base, Rate rate, Money amount, int triggerNo) {}
