package dev.postern.jca.method;

import java.util.ArrayList;
import java.util.List;

/** Whether some text fits two patterns, found by walking through both at once. */
final class Overlap {
    private final boolean address;

    /**
     * One step of a pattern.
     *
     * @param character the lower case character that it takes, or one of the classes
     * @param repeated whether it takes any number of them
     */
    private record Step(char character, boolean repeated) {
        private static final char ANY = '\uFFFF';
        private static final char DIGIT = '\uFFFE';
    }

    private Overlap(boolean address) {
        this.address = address;
    }

    static boolean of(List<Piece> one, List<Piece> other, boolean address) {
        return new Overlap(address).meet(steps(one), steps(other));
    }

    private static List<Step> steps(List<Piece> pieces) {
        List<Step> steps = new ArrayList<>();
        for (Piece piece : pieces) {
            char character = piece.kind() == Piece.Kind.NUMBER ? Step.DIGIT : Step.ANY;
            if (piece.kind() == Piece.Kind.LITERAL) {
                piece.text().chars().forEach(c -> steps.add(new Step(Character.toLowerCase((char) c), false)));
            } else {
                if (piece.isPlaceholder()) {
                    steps.add(new Step(character, false));
                }
                steps.add(new Step(character, true));
            }
        }
        return steps;
    }

    private boolean meet(List<Step> one, List<Step> other) {
        boolean[][] meet = new boolean[one.size() + 1][other.size() + 1];
        for (int i = one.size(); i >= 0; i--) {
            for (int j = other.size(); j >= 0; j--) {
                meet[i][j] = meet(one, other, i, j, meet);
            }
        }
        return meet[0][0];
    }

    private boolean meet(List<Step> one, List<Step> other, int i, int j, boolean[][] meet) {
        Step mine = i < one.size() ? one.get(i) : null;
        Step theirs = j < other.size() ? other.get(j) : null;
        if (mine == null && theirs == null) {
            return true;
        }
        if ((mine != null && mine.repeated() && meet[i + 1][j])
                || (theirs != null && theirs.repeated() && meet[i][j + 1])) {
            return true;
        }
        if (mine == null || theirs == null || !share(mine.character(), theirs.character())) {
            return false;
        }
        boolean both = mine.repeated() && theirs.repeated();
        return !both && meet[mine.repeated() ? i : i + 1][theirs.repeated() ? j : j + 1];
    }

    private boolean share(char one, char other) {
        return takes(one, other) || takes(other, one);
    }

    private boolean takes(char one, char other) {
        return switch (one) {
            case Step.ANY -> !(address && other == '@');
            case Step.DIGIT -> other == Step.DIGIT || (other >= '0' && other <= '9');
            default -> one == other;
        };
    }
}
