package dev.tributary.link;

/** A code and where it leads. */
public record Link(LinkId id, String code, String destinationUrl) {}
