package dev.postern.ear.bean;

import jakarta.ejb.ApplicationException;

/** An exception behind which containers commit. */
@ApplicationException(rollback = false)
public class LenientException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
