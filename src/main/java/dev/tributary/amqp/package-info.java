/** The RabbitMQ edge. */
@org.jspecify.annotations.NullMarked
package dev.tributary.amqp;
